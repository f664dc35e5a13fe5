package io.molt.operators.wire;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.Rejected;
import java.util.Arrays;

/**
 * A record as it lies in its topic, bytes untouched; who needs it decodes it.
 *
 * @param key of the record; empty if it has none
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 * @param value its bytes; none for a tombstone
 */
public record KafkaRecord(String key, String topic, int partition, long offset, byte[] value) {

    private static final int MOST_REJECTED_BYTES = 256 << 10;

    public KafkaRecord {
        requireNonNull(key, "key");
        requireNonNull(topic, "topic");
        requireNonNull(value, "value");
    }

    /** The same record as one that could not be used, with the beginning of its bytes; its place says where they all are. */
    public Rejected rejected(String reason, String detail) {
        byte[] kept = value.length <= MOST_REJECTED_BYTES ? value : Arrays.copyOf(value, MOST_REJECTED_BYTES);
        return new Rejected(reason, detail, topic, partition, offset, kept);
    }

    public Origin origin() {
        return new Origin(topic, partition, offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KafkaRecord that
                && key.equals(that.key)
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + Long.hashCode(offset);
    }
}
