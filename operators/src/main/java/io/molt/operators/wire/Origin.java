package io.molt.operators.wire;

import static java.util.Objects.requireNonNull;

/**
 * Where a record lies.
 *
 * @param topic its name
 * @param partition from 0
 * @param offset in the partition
 */
public record Origin(String topic, int partition, long offset) {

    public Origin {
        requireNonNull(topic, "topic");
    }
}
