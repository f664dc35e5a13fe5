package io.molt.proxy.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes single facts, a few a day; connects when there is the first. Waits for nobody: what does not arrive is logged. Not
 * thread-safe.
 */
public final class FactWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FactWriter.class);
    /** The thread that writes has other things to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String brokers;
    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();

    public FactWriter(String brokers) {
        this.brokers = brokers;
    }

    /** The callback hears of every failure; the future would say the same. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(String topic, String key, byte[] value) {
        try {
            connected().send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value), (place, failure) -> {
                if (failure != null) {
                    warn(topic, failure);
                }
            });
        } catch (KafkaException e) {
            warn(topic, e);
        }
    }

    private static void warn(String topic, Exception failure) {
        LOG.warn(
                "fact was not written topic={} cause={}",
                topic,
                failure.getClass().getSimpleName());
    }

    private Producer<byte[], byte[]> connected() {
        if (producer.isEmpty()) {
            producer = Optional.of(new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            brokers,
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                            true,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            PATIENCE.toMillis()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
        }
        return producer.get();
    }

    @Override
    public void close() {
        producer.ifPresent(open -> open.close(PATIENCE));
    }
}
