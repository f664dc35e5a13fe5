package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.schemas.Topics;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records turns in Kafka, their content sealed: idempotent, acknowledged by all replicas, bounded in memory and in waiting. */
public final class KafkaTurnSink implements TurnSink {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTurnSink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Only the capture's own thread waits; meanwhile its queue fills up, and then the newest turns are dropped. */
    private static final Duration BLOCK = Duration.ofSeconds(30);
    /** A broker may be away for so long before what was sent to it counts as lost. */
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private final Producer<byte[], byte[]> producer;
    private final ContentSeal seal;
    private final AtomicBoolean losing = new AtomicBoolean();

    KafkaTurnSink(Producer<byte[], byte[]> producer, ContentSeal seal) {
        this.producer = producer;
        this.seal = seal;
    }

    /** Connects in the background; a broker that is away for long costs records, never an answer. */
    public static KafkaTurnSink connect(String brokers, ContentSeal seal) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "molt-proxy"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 2),
                Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd"),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK.toMillis()),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) OUTAGE.toMillis()),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20));
        return new KafkaTurnSink(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), seal);
    }

    /** The callback hears of every failure; the future would say the same. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void write(String key, TurnEvent event, long askedAtMillis, Runnable lost) {
        try {
            Optional<byte[]> value = seal.seal(event, askedAtMillis);
            if (value.isEmpty()) {
                return; // forgotten while it waited
            }
            var record = new ProducerRecord<>(Topics.TURNS, key.getBytes(UTF_8), value.get());
            producer.send(record, (recorded, failure) -> {
                if (failure != null) {
                    report(failure);
                    lost.run();
                } else {
                    losing.set(false);
                }
            });
        } catch (KafkaException | IOException e) {
            report(e);
            lost.run();
        }
    }

    @Override
    public Optional<Integer> generation(TurnRef turn, long askedAtMillis) throws IOException {
        try {
            return seal.generation(turn, askedAtMillis);
        } catch (IOException e) {
            report(e);
            throw e;
        }
    }

    /** One line when losing begins, not one per record. */
    private void report(Exception failure) {
        if (losing.compareAndSet(false, true)) {
            LOG.warn(
                    "turns are lost topic={} cause={}",
                    Topics.TURNS,
                    failure.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
