package io.molt.proxy.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Lines to Kafka.
 *
 * @param brokers {@code host:port}, separated by commas
 * @param topic that must exist
 * @param patience how long to wait for a broker, up to an hour
 * @param linger how long records gather before they are sent; a broker's work is by batches much more than by records
 * @param compression {@code none} for what nothing is found in, such as sealed content
 */
public record KafkaLines(String brokers, String topic, Duration patience, Duration linger, String compression)
        implements Lines {

    /** Of one partition; also what room for each is taken by. */
    private static final int BATCH_BYTES = 64 << 10;

    /** Nothing else is delivered while a producer waits. */
    private static final int BLOCK_MILLIS = 500;

    private static final int REQUEST_MILLIS = 10_000;
    /** Whoever sends gives up long before. */
    private static final int DELIVERY_MILLIS = 15 * 60_000;

    /** A producer that knows who leads each partition. */
    @Override
    public Line open(Line.Listener listener) throws IOException {
        try {
            KafkaLine line = new KafkaLine(
                    new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer()),
                    topic,
                    listener);
            line.awaitTopic(patience);
            return line;
        } catch (KafkaException e) {
            throw new IOException("no broker of " + brokers + " has the topic " + topic, e);
        }
    }

    private Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "molt-proxy"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis()),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS),
                // A producer that forgets the brokers when they are away would wait for them with every record.
                Map.entry(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none"),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20));
    }
}
