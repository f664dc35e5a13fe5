package io.molt.jobs;

import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.schemas.codec.Codec;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker with molt's topics, and a hand to write and read them. */
public final class TestKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    public TestKafka(Path directory) throws IOException, InterruptedException {
        broker = EmbeddedBroker.start(directory, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
            TopicSetup.EMBEDDED.create(admin);
            TopicSetup.EMBEDDED.create(admin);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.brokers(), "acks", "all", "max.request.size", "4194304"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public String brokers() {
        return broker.brokers();
    }

    public void send(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    /** Committed records of a topic from its beginning, polled until {@code enough} of them are there. */
    public <T> List<T> read(String topic, Codec<T> codec, Predicate<List<T>> enough) throws UnreadableRecord {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            List<T> records = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.test(records)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(topic + " has only " + records.size() + " records");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records.add(codec.decode(record.value()));
                }
            }
            return records;
        }
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
