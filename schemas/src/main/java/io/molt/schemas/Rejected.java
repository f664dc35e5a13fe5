package io.molt.schemas;

import java.util.Arrays;

/**
 * A record that could not be used.
 *
 * @param reason why, one word of {@code UNREADABLE}, {@code INCOMPLETE}, {@code BUG}
 * @param detail one line without content of the record
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 * @param value its bytes, content sealed; empty if they could not be sealed, and then its place says where they are
 */
public record Rejected(String reason, String detail, String topic, int partition, long offset, byte[] value) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Rejected that
                && reason.equals(that.reason)
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
