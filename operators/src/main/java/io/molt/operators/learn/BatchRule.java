package io.molt.operators.learn;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * When pending examples become a batch.
 *
 * @param size N: so many at once, and no more in one batch
 * @param minSize so many are enough once the first has waited {@code maxWait}
 * @param maxWait in log time
 * @param minStepInterval between two batches, in log time
 */
public record BatchRule(int size, int minSize, Duration maxWait, Duration minStepInterval) implements Serializable {

    /** So many turns of an agent wait at most. */
    static final int MAX_PENDING = 1_024;

    public BatchRule {
        if (size < 1 || minSize < 1) {
            throw new IllegalArgumentException(
                    "a batch has at least one turn, but size was " + size + " and minSize " + minSize);
        }
    }

    /** This rule as commands in the log have changed it, see {@link Overrides}. */
    public BatchRule with(Map<String, String> overrides) {
        return Overrides.apply(this, overrides);
    }

    /**
     * Log time after the newest turn or command of a log in which a tick may still make a batch due: the wait of the first
     * turn, then a step interval for each batch that can be waiting.
     */
    public Duration patience() {
        int batches = (MAX_PENDING + size - 1) / size;
        return maxWait.plus(minStepInterval.multipliedBy(batches));
    }
}
