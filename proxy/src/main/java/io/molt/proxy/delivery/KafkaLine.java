package io.molt.proxy.delivery;

import io.molt.proxy.spool.SpoolRecord;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One idempotent producer: it keeps the order of each partition, also when it tries again. */
final class KafkaLine implements Line {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLine.class);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Listener listener;

    KafkaLine(Producer<byte[], byte[]> producer, String topic, Listener listener) {
        this.producer = producer;
        this.topic = topic;
        this.listener = listener;
    }

    /** Waits as long as the producer does. */
    void awaitTopic() {
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            close();
            throw e;
        }
    }

    /** The callback hears of every failure; the future would say the same. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public boolean send(long id, SpoolRecord record) {
        try {
            producer.send(
                    new ProducerRecord<>(topic, record.key(), record.value()),
                    (place, failure) -> listener.ended(id, failure == null ? Ending.ACKNOWLEDGED : ending(failure)));
            return true;
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("record was not sent", e);
            return false;
        }
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
