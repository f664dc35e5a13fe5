package io.molt.cli.gate;

import io.molt.cli.control.ControlTopic;
import io.molt.schemas.Topics;
import io.molt.schemas.control.ControlKind;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the gate of an agent, or of all, by a {@link GateRule}, on a thread of its own. */
public final class GateDriver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GateDriver.class);
    private static final long LOOK_SECONDS = 5;

    private final String brokers;
    private final String agentId;
    private final GateRule rule;
    private final Optional<CalendarSource> calendar;
    private final InstantSource clock;
    private final Consumer<ControlKind> listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "molt-gate");
    private Optional<ControlKind> written = Optional.empty();
    private long turns = -1;
    private Instant lastTurnAt;

    private GateDriver(
            String brokers, String agentId, GateRule rule, InstantSource clock, Consumer<ControlKind> listener) {
        this.brokers = brokers;
        this.agentId = agentId;
        this.rule = rule;
        this.calendar = rule.calendar().map(place -> new CalendarSource(place, rule.zone()));
        this.clock = clock;
        this.listener = listener;
        this.lastTurnAt = clock.instant();
        thread.setDaemon(true);
    }

    /**
     * Starts to drive.
     *
     * @param agentId or {@code *}
     * @param listener told of every change that was written
     */
    public static GateDriver start(
            String brokers, String agentId, GateRule rule, InstantSource clock, Consumer<ControlKind> listener) {
        GateDriver driver = new GateDriver(brokers, agentId, rule, clock, listener);
        driver.thread.start();
        return driver;
    }

    private void run() {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                ControlTopic control = ControlTopic.connect(brokers, clock)) {
            do {
                look(consumer, control);
            } while (!stopped.await(LOOK_SECONDS, TimeUnit.SECONDS));
            if (written.equals(Optional.of(ControlKind.GATE_OPENED))) {
                write(control, ControlKind.GATE_CLOSED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the gate stays open, it could not be closed at the end", e);
        }
    }

    private void look(KafkaConsumer<byte[], byte[]> consumer, ControlTopic control) {
        try {
            Instant now = clock.instant();
            seeTurns(consumer, now);
            boolean inEvent = calendar.map(source -> source.contains(now)).orElse(false);
            ControlKind kind = rule.open(now, lastTurnAt, inEvent) ? ControlKind.GATE_OPENED : ControlKind.GATE_CLOSED;
            if (!written.equals(Optional.of(kind))) {
                write(control, kind);
            }
        } catch (KafkaException | IOException e) {
            LOG.warn("the gate could not be looked after, trying again reason={}", e.getMessage());
        }
    }

    /** The end of the topic moves with every turn; nothing need be read. */
    private void seeTurns(KafkaConsumer<byte[], byte[]> consumer, Instant now) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.TURNS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        long ends = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (turns >= 0 && ends != turns) {
            lastTurnAt = now;
        }
        turns = ends;
    }

    private void write(ControlTopic control, ControlKind kind) throws IOException {
        control.send(agentId, kind, Map.of());
        written = Optional.of(kind);
        LOG.info("gate written kind={}", kind);
        listener.accept(kind);
    }

    /** Closes the gate if this driver opened it. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
