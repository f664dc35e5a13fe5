package io.molt.jobs.kafka;

import io.molt.operators.lora.Announcer;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Announces adapter versions on their topic; a tombstone takes an announcement back. */
public final class KafkaAnnouncer implements Announcer {

    private final Producer<byte[], byte[]> producer;

    private KafkaAnnouncer(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Announcers of a Kafka; the producer connects when the committer opens. */
    public static Announcer.Factory of(KafkaConfig config) {
        return () -> new KafkaAnnouncer(new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        config.brokers(),
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        TopicSetup.LARGEST_RECORD),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    @Override
    public void announce(AdapterVersion version) throws IOException {
        send(new ProducerRecord<>(Topics.ADAPTERS, key(version), Codecs.ADAPTERS.encode(version)), version);
    }

    @Override
    public void retract(AdapterVersion version) throws IOException {
        send(new ProducerRecord<>(Topics.ADAPTERS, key(version), null), version); // a tombstone
    }

    private static byte[] key(AdapterVersion version) {
        return version.key().getBytes(StandardCharsets.UTF_8);
    }

    private void send(ProducerRecord<byte[], byte[]> record, AdapterVersion version) throws IOException {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while announcing " + version.policy(), e);
        } catch (ExecutionException e) {
            throw new IOException(version.policy() + " could not be announced", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
