package io.molt.cli.bench;

import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic adapters, as it comes. */
final class Announcements implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Long> announcedAtMillis = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    Announcements(String brokers) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.ADAPTERS).stream()
                .map(info -> new TopicPartition(Topics.ADAPTERS, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come; waits a little if nothing has. */
    void read() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (Codecs.SERVING.claims(record.value())) {
                continue;
            }
            AdapterVersion version;
            try {
                version = Codecs.ADAPTERS.decode(record.value());
            } catch (UnreadableRecord e) {
                throw new IllegalStateException("the topic " + Topics.ADAPTERS + " cannot be read", e);
            }
            announcedAtMillis.putIfAbsent(version.policy(), record.timestamp());
            newest.merge(version.agentId(), version.version(), Math::max);
        }
    }

    /** When a version was announced, epoch milliseconds UTC; empty if it has not been read yet. */
    OptionalLong announcedAtMillis(String agentId, long version) {
        Long at = announcedAtMillis.get(agentId + "@v" + version);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /** The newest version that has been read; 0 for none. */
    long newest(String agentId) {
        return newest.getOrDefault(agentId, 0L);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
