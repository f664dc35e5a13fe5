package io.molt.proxy.http;

import io.molt.proxy.request.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * Bodies of requests in memory, from their first byte until their upstream's answer begins, all together. Thread-safe.
 *
 * <p>A caller's only body may take what is free; a caller with several never takes more than it leaves free (Choudhury and Hahne,
 * Dynamic Queue Length Thresholds, 1998, with a factor of 1).
 */
public final class HeldBodies {

    private final long most;
    private final Map<Caller, Long> byCaller = new HashMap<>();
    private long bytes;
    private long refused;

    /**
     * Nothing is held.
     *
     * @param most bytes
     */
    public HeldBodies(long most) {
        this.most = most;
    }

    /**
     * So many bytes more for a body. False if there is no place for them.
     *
     * @param taken bytes that it has now
     */
    synchronized boolean take(Caller caller, long taken, long more) {
        if (more > left(caller, taken)) {
            refused++;
            return false;
        }
        bytes += more;
        byCaller.merge(caller, more, Long::sum);
        return true;
    }

    synchronized void giveBack(Caller caller, long taken) {
        bytes -= taken;
        byCaller.computeIfPresent(caller, (same, held) -> held == taken ? null : held - taken);
    }

    /** How many bytes more there is a place for in a body of this caller's that has taken some. */
    synchronized long left(Caller caller, long taken) {
        long free = most - bytes;
        long own = byCaller.getOrDefault(caller, 0L);
        return Math.max(0, own == taken ? free : (free - own) / 2);
    }

    public synchronized long bytes() {
        return bytes;
    }

    /** Requests for which there was no place. */
    public synchronized long refused() {
        return refused;
    }

    synchronized int callers() {
        return byCaller.size();
    }
}
