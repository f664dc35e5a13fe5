package io.molt.proxy.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.delivery.DeliveryThread;
import io.molt.proxy.delivery.Fate;
import io.molt.proxy.delivery.KafkaLines;
import io.molt.proxy.delivery.Lines;
import io.molt.proxy.spool.SpoolRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records turns in Kafka, their content sealed; in a spool while Kafka is away. */
public final class KafkaTurnSink implements TurnSink {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaTurnSink.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A broker works by the batch: five times as long, measured, is a third of its work for a turn. */
    private static final Duration LINGER = Duration.ofMillis(25);

    private static final Duration LINGER_WHILE_AWAITED = Duration.ofMillis(5);
    /** Without a spool all that comes would be lost after it. */
    private static final Duration PATIENCE_WITHOUT_SPOOL = Duration.ofSeconds(30);

    private final DeliveryThread delivery;
    private final ContentSeal seal;
    private boolean losing;

    KafkaTurnSink(Lines lines, SpoolConfig spool, ContentSeal seal) throws IOException {
        this.delivery = new DeliveryThread(lines, spool.open(), spool.sync());
        this.seal = seal;
    }

    /**
     * Connects in the background. What a spool still holds from an earlier run goes to Kafka first.
     *
     * @param ack whether somebody waits until records are kept; if not they gather for longer before they are sent
     * @throws IllegalStateException if another process has the spool
     * @throws IOException if the spool cannot be read or written
     */
    public static KafkaTurnSink connect(String brokers, SpoolConfig spool, ContentSeal seal, CaptureAck ack)
            throws IOException {
        return new KafkaTurnSink(lines(brokers, spool, seal, ack), spool, seal);
    }

    static KafkaLines lines(String brokers, SpoolConfig spool, ContentSeal seal, CaptureAck ack) {
        Duration patience = spool.isNone() ? PATIENCE_WITHOUT_SPOOL : PATIENCE;
        Duration linger = ack == CaptureAck.BEFORE_LAST_BYTE ? LINGER_WHILE_AWAITED : LINGER;
        String compression = seal.seals() ? "none" : "zstd";
        return new KafkaLines(brokers, Topics.TURNS, patience, linger, compression);
    }

    @Override
    public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
        try {
            Optional<byte[]> value = seal.seal(event, askedAtMillis);
            losing = false;
            if (value.isEmpty()) {
                fate.kept(); // forgotten while it waited
            } else {
                delivery.offer(new SpoolRecord(key.getBytes(UTF_8), value.get()), fate);
            }
        } catch (IOException e) {
            report(e);
            fate.lost();
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
    private void report(IOException failure) {
        if (!losing) {
            LOG.warn(
                    "turns are lost topic={} cause={}",
                    Topics.TURNS,
                    failure.getClass().getSimpleName());
        }
        losing = true;
    }

    @Override
    public CaptureHealth health() {
        return delivery.health();
    }

    @Override
    public void close() {
        delivery.close();
    }
}
