package io.molt.operators.judge;

import java.time.Duration;

/**
 * Stops asking an endpoint that does not answer. It opens after so many failures in a row; when it was open for a while, one
 * question may try again, and its answer decides. A failure does not count if somebody who asked later was answered: an
 * endpoint that hangs on one agent's questions is not down for the others, however many of them end at once. Thread-safe;
 * time is handed in, nanoseconds of any clock that only goes on.
 */
public final class Breaker {

    private final int mostFailures;
    private final long openNanos;
    private int failures;
    private long openedAtNanos;
    private boolean hasAnswered;
    private long newestAnsweredNanos;
    private boolean tries;

    /**
     * A closed breaker.
     *
     * @param mostFailures in a row, before it opens
     * @param open for how long nothing is asked then
     */
    public Breaker(int mostFailures, Duration open) {
        this.mostFailures = mostFailures;
        this.openNanos = open.toNanos();
    }

    /** True if a question may be asked now; each such question must end in one of the two calls below. */
    public synchronized boolean allows(long nowNanos) {
        if (failures < mostFailures) {
            return true;
        }
        if (tries || nowNanos - openedAtNanos < openNanos) {
            return false;
        }
        tries = true;
        return true;
    }

    /**
     * A question was answered.
     *
     * @param askedNanos when it was asked
     */
    public synchronized void answered(long askedNanos) {
        if (!hasAnswered || askedNanos - newestAnsweredNanos > 0) {
            newestAnsweredNanos = askedNanos;
        }
        hasAnswered = true;
        failures = 0;
        tries = false;
    }

    /**
     * A question was not answered.
     *
     * @param askedNanos when it was asked
     * @param nowNanos when waiting for it was over
     */
    public synchronized void failed(long askedNanos, long nowNanos) {
        if (hasAnswered && newestAnsweredNanos - askedNanos > 0) {
            return;
        }
        failures++;
        tries = false;
        openedAtNanos = nowNanos;
    }
}
