package io.molt.cli.topic;

import io.molt.schemas.codec.Codec;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All committed records of a topic, from its beginning to where it ends now. */
public final class TopicSnapshot {

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicSnapshot() {}

    private record Keyed<T>(String key, T value) {}

    /**
     * Reads and decodes; what a tombstone took back is left out, and what the topic carries besides.
     *
     * @return per partition in offset order
     * @throws IllegalStateException if a record cannot be decoded; names its place
     */
    public static <T> List<T> read(String brokers, String topic, Codec<T> codec) {
        return read(brokers, topic, codec, ContentSeal.NONE);
    }

    /**
     * The same of a topic whose records are sealed; what was forgotten is left out.
     *
     * @throws IllegalStateException if a record cannot be decoded, or its key is not there
     */
    public static <T> List<T> read(String brokers, String topic, Codec<T> codec, ContentSeal seal) {
        List<Keyed<T>> records = new ArrayList<>();
        each(brokers, topic, record -> {
            if (record.value() == null) {
                records.removeIf(each -> each.key().equals(record.key()));
            } else {
                decode(codec, seal, record)
                        .ifPresent(value -> records.add(new Keyed<>(String.valueOf(record.key()), value)));
            }
        });
        return records.stream().map(Keyed::value).toList();
    }

    /** Reads record by record, tombstones and what cannot be decoded included; none of them stays in memory. */
    public static void each(String brokers, String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(POLL).forEach(reader);
            }
        }
    }

    /** {@code adapters} carries two kinds of records. */
    private static boolean isOfAnotherKind(Codec<?> codec, byte[] value) {
        return codec == Codecs.SERVING
                ? Codecs.ADAPTERS.claims(value)
                : codec == Codecs.ADAPTERS && Codecs.SERVING.claims(value);
    }

    private static <T> Optional<T> decode(Codec<T> codec, ContentSeal seal, ConsumerRecord<String, byte[]> record) {
        try {
            if (isOfAnotherKind(codec, record.value())) {
                return Optional.empty();
            }
            Optional<byte[]> opened = seal.open(record.value());
            return opened.isEmpty() ? Optional.empty() : Optional.of(codec.decode(opened.get()));
        } catch (IOException | UnreadableRecord e) {
            throw new IllegalStateException(
                    "record " + record.topic() + "-" + record.partition() + "@" + record.offset() + " is unreadable",
                    e);
        }
    }
}
