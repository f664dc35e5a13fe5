package io.molt.cli.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes single records, idempotently. */
public final class TopicWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Producer<byte[], byte[]> producer;

    private TopicWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    public static TopicWriter connect(String brokers) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE.toMillis());
        return new TopicWriter(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Sends a record and waits until Kafka has it.
     *
     * @param what in the message, should it fail
     */
    public void send(String topic, String key, byte[] value, String what) throws IOException {
        try {
            producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending " + what, e);
        } catch (ExecutionException e) {
            throw new IOException(what + " could not be sent", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(what + " was not acknowledged within " + PATIENCE, e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
