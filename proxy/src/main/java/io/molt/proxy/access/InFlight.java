package io.molt.proxy.access;

import io.molt.proxy.request.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each caller that are being served. Thread-safe; a caller without any takes no memory. */
public final class InFlight {

    private final int most;
    private final Map<Caller, Integer> byCaller = new ConcurrentHashMap<>();

    /**
     * Nobody is being served.
     *
     * @param most requests of one caller at once
     */
    public InFlight(int most) {
        this.most = most;
    }

    /** One more request. False if there are too many; else {@link #leave} must be called once. */
    public boolean enter(Caller caller) {
        boolean[] entered = new boolean[1];
        byCaller.compute(caller, (same, now) -> {
            int before = now == null ? 0 : now;
            entered[0] = before < most;
            return entered[0] ? before + 1 : before;
        });
        return entered[0];
    }

    /** One request less. */
    public void leave(Caller caller) {
        byCaller.computeIfPresent(caller, (same, now) -> now == 1 ? null : now - 1);
    }

    /** Of all callers together. */
    public int requests() {
        return byCaller.values().stream().mapToInt(Integer::intValue).sum();
    }

    int callers() {
        return byCaller.size();
    }
}
