package io.molt.operators.learn;

import java.util.Optional;

/**
 * Which pending turns may not train any more.
 *
 * @param ancestry which version stands on which
 * @param batches how batches stand
 * @param skillGeneration highest stamp on any turn of the agent
 * @param maxLag so many steps a turn's version may be behind
 */
record Expiry(Ancestry ancestry, FoldState.Batches batches, long skillGeneration, int maxLag) {

    /** Log time after a batch in which its version has come into serving, or never will. */
    private static final long SETTLED_MILLIS = 600_000;

    /** Why a turn leaves; empty if it stays. */
    Optional<String> reason(Pending waiting) {
        if (ancestry.leftBehind(waiting.servedVersion())) {
            return Optional.of("ROLLED_BACK");
        }
        if (lags(waiting)) {
            return Optional.of("LAG");
        }
        return waiting.skillGeneration() < skillGeneration ? Optional.of("SKILL_GENERATION") : Optional.empty();
    }

    /**
     * Lag cannot be told from a trainer that skipped its steps. A version that still answers long after the newest batch is
     * the newest there is, and must not lock the agent out of learning for ever.
     */
    private boolean lags(Pending waiting) {
        boolean settled = waiting.atMillis() - batches.lastAtMillis() >= SETTLED_MILLIS;
        return !settled && batches.lag(waiting.servedVersion()) > maxLag;
    }
}
