package io.molt.proxy.topic;

import io.molt.schemas.codec.Codec;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one topic on a thread of its own.
 *
 * @param <T> what the topic carries
 */
public final class TopicTail<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PAUSE_MILLIS = 500;

    private final String topic;
    private final Reading<T> reading;
    private final long fromMillis;
    private final Listener<T> listener;
    private final Consumer<byte[], byte[]> consumer;
    private final CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    /**
     * What happens with the records; called on the tail's thread only.
     *
     * @param <T> what the topic carries
     */
    public interface Listener<T> {

        void record(T record);

        /** A tombstone: whatever was recorded under this key is not any more. */
        default void gone(String key) {}

        /** All records known at the start were given, and a moment without newer ones has passed or is passing. */
        void idle();
    }

    /**
     * Reads a record of the topic.
     *
     * @param <T> what the topic carries
     */
    @FunctionalInterface
    public interface Reading<T> {

        /** Empty if it is of no interest. */
        Optional<T> read(byte[] key, byte[] value) throws UnreadableRecord, IOException;
    }

    private TopicTail(
            String topic,
            Reading<T> reading,
            long fromMillis,
            Listener<T> listener,
            Consumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.reading = reading;
        this.fromMillis = fromMillis;
        this.listener = listener;
        this.consumer = consumer;
        this.thread = new Thread(this::run, "molt-tail-" + topic);
        thread.setDaemon(true);
    }

    /** Starts to follow, from the topic's beginning. */
    public static <T> TopicTail<T> follow(String brokers, String topic, Codec<T> codec, Listener<T> listener) {
        return follow(brokers, topic, (key, value) -> Optional.of(codec.decode(value)), 0, listener);
    }

    /**
     * Starts to follow.
     *
     * @param fromMillis records older than that are left out, epoch milliseconds UTC; 0 for none
     */
    public static <T> TopicTail<T> follow(
            String brokers, String topic, Reading<T> reading, long fromMillis, Listener<T> listener) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "molt-proxy-" + topic),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                // Facts are wanted at once; of a topic that has too much to be read whole many records at a time cost
                // less.
                Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, fromMillis == 0 ? 1 : 64 << 10),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted"));
        return follow(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                topic,
                reading,
                fromMillis,
                listener);
    }

    static <T> TopicTail<T> follow(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Reading<T> reading,
            long fromMillis,
            Listener<T> listener) {
        TopicTail<T> tail = new TopicTail<>(topic, reading, fromMillis, listener, consumer);
        tail.thread.start();
        return tail;
    }

    /** True once the listener has had every record that was there at the start, and its first idle moment. */
    public CompletableFuture<Boolean> caughtUp() {
        return caughtUp.copy();
    }

    private void run() {
        try (consumer) {
            boolean assigned = false;
            Map<TopicPartition, Long> goal = Map.of();
            while (stopped.getCount() > 0) {
                try {
                    if (!assigned) {
                        goal = assign();
                        assigned = true;
                    }
                    consumer.poll(POLL).forEach(this::give);
                    if (caughtUp.isDone() || hasReached(goal)) {
                        listener.idle();
                        caughtUp.complete(true);
                    }
                } catch (WakeupException | InterruptException stop) {
                    return;
                } catch (KafkaException e) {
                    LOG.warn(
                            "topic cannot be read topic={} cause={}",
                            topic,
                            e.getClass().getSimpleName());
                    pause();
                } catch (RuntimeException e) {
                    // An edge: one record that a listener cannot take must not end the following of all others.
                    LOG.error("record of a topic was not taken topic={}", topic, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes all partitions and says where they end now. */
    private Map<TopicPartition, Long> assign() throws InterruptedException {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        while (infos == null || infos.isEmpty()) {
            pause();
            if (stopped.getCount() == 0) {
                throw new WakeupException();
            }
            infos = consumer.partitionsFor(topic);
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        seek(partitions);
        return consumer.endOffsets(partitions);
    }

    private void seek(List<TopicPartition> partitions) {
        if (fromMillis == 0) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, fromMillis));
        consumer.offsetsForTimes(times).forEach((partition, first) -> {
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        });
    }

    private boolean hasReached(Map<TopicPartition, Long> goal) {
        return goal.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void give(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            listener.gone(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        try {
            reading.read(record.key(), record.value()).ifPresent(listener::record);
        } catch (UnreadableRecord | IOException e) {
            LOG.debug("record skipped topic={} partition={} offset={}", topic, record.partition(), record.offset());
        }
    }

    @SuppressWarnings("ResultOfMethodCallIgnored")
    private void pause() throws InterruptedException {
        stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        stopped.countDown();
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
