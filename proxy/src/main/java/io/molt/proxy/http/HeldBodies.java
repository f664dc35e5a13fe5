package io.molt.proxy.http;

import io.molt.proxy.request.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * Bodies of requests in memory, from their first byte until their upstream's answer begins, all together. Thread-safe.
 *
 * <p>A caller never holds more than is left free beside it: alone half of all, and whoever comes next finds a place (Choudhury
 * and Hahne, Dynamic Queue Length Thresholds, 1998, with a factor of 1).
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

    /** So many bytes more. False if there is no place for them. */
    synchronized boolean take(Caller caller, long more) {
        if (more > left(caller)) {
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

    /** How many bytes more this caller has a place for. */
    synchronized long left(Caller caller) {
        return Math.max(0, (most - bytes - byCaller.getOrDefault(caller, 0L)) / 2);
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
