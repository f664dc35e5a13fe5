package io.molt.proxy.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Bodies of requests in memory, from their first byte until their answer has ended, all together. Thread-safe. */
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
        if (bytes.addAndGet(more) > most) {
            bytes.addAndGet(-more);
            refused.increment();
            return false;
        }
        return true;
    }

    void giveBack(long taken) {
        bytes.addAndGet(-taken);
    }

    public long bytes() {
        return bytes.get();
    }

    /** Requests for which there was no place. */
    public long refused() {
        return refused.sum();
    }
}
