package io.molt.operators.judge;

import java.time.Duration;

/**
 * Stops asking an endpoint that does not answer. It opens after so many failures in a row; when it was open for a while, one
 * question may try again, and its answer decides. Thread-safe; time is handed in, nanoseconds of any clock that only goes on.
 */
public final class Breaker {

    private final int mostFailures;
    private final long openNanos;
    private int failures;
    private long openedAtNanos;
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

    public synchronized void answered() {
        failures = 0;
        tries = false;
    }

    public synchronized void failed(long nowNanos) {
        failures++;
        tries = false;
        openedAtNanos = nowNanos;
    }
}
