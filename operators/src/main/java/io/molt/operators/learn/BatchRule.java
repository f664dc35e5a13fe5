package io.molt.operators.learn;

import java.io.Serializable;
import java.time.Duration;

/**
 * When pending examples become a batch.
 *
 * @param size N: so many at once, and no more in one batch
 * @param minSize so many are enough once the first has waited {@code maxWait}
 * @param maxWait in log time
 * @param minStepInterval between two batches, in log time
 */
public record BatchRule(int size, int minSize, Duration maxWait, Duration minStepInterval) implements Serializable {

    public BatchRule {
        if (size < 1 || minSize < 1) {
            throw new IllegalArgumentException(
                    "a batch has at least one turn, but size was " + size + " and minSize " + minSize);
        }
    }
}
