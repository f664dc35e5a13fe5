package io.molt.proxy.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Bodies of requests in memory, from their first byte until their upstream's answer begins, all together. Thread-safe. */
public final class HeldBodies {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder refused = new LongAdder();

    /**
     * Nothing is held.
     *
     * @param most bytes
     */
    public HeldBodies(long most) {
        this.most = most;
    }

    /** So many bytes more. False if there is no place for them. */
    boolean take(long more) {
        long held = bytes.get();
        while (held + more <= most) {
            if (bytes.compareAndSet(held, held + more)) {
                return true;
            }
            held = bytes.get();
        }
        refused.increment();
        return false;
    }

    void giveBack(long taken) {
        bytes.addAndGet(-taken);
    }

    /** How many bytes more there is a place for. */
    long left() {
        return Math.max(0, most - bytes.get());
    }

    public long bytes() {
        return bytes.get();
    }

    /** Requests for which there was no place. */
    public long refused() {
        return refused.sum();
    }
}
