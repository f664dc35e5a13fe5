package io.molt.proxy.delivery;

import io.molt.proxy.spool.SpoolRecord;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One idempotent producer: it keeps the order of each partition, also when it tries again. */
final class KafkaLine implements Line {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLine.class);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Listener listener;
    private volatile boolean broken;

    KafkaLine(Producer<byte[], byte[]> producer, String topic, Listener listener) {
        this.producer = producer;
        this.topic = topic;
        this.listener = listener;
    }

    /** Returns when it is known who leads each partition; fails as the producer does, after {@code patience} at the earliest. */
    void awaitTopic(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    close();
                    throw e;
                }
            } catch (KafkaException e) {
                close();
                throw e;
            }
        }
    }

    /** The callback hears of every failure; the future would say the same. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public boolean send(long id, SpoolRecord record) {
        try {
            producer.send(
                    new ProducerRecord<>(topic, record.key(), record.value()),
                    (place, failure) -> ended(id, failure == null ? Ending.ACKNOWLEDGED : ending(failure)));
            return !broken; // a producer that cannot wait any longer says so before it returns
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("record was not sent", e);
            return false;
        }
    }

    private void ended(long id, Ending ending) {
        if (ending == Ending.BROKEN) {
            broken = true;
        }
        listener.ended(id, ending);
    }

    private Ending ending(Exception failure) {
        boolean never = failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException;
        if (never) {
            LOG.warn(
                    "record is refused for good topic={} cause={}",
                    topic,
                    failure.getClass().getSimpleName());
        }
        return never ? Ending.REFUSED : Ending.BROKEN;
    }

    /** Even a close without patience waits for the producer's thread, so it has a thread of its own. */
    @Override
    public void close() {
        Thread close = new Thread(() -> producer.close(Duration.ZERO), "molt-hang-up");
        close.setDaemon(true);
        close.start();
    }
}
