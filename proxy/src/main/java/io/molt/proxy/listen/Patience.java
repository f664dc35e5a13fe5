package io.molt.proxy.listen;

/** How long one connection has had no request. Knows no clock: moments are nanoseconds of one. Not thread-safe. */
final class Patience {

    private final ConnectionLimits limits;
    private boolean first = true;
    private long quietSinceNanos;

    Patience(ConnectionLimits limits, long openedAtNanos) {
        this.limits = limits;
        this.quietSinceNanos = openedAtNanos;
    }

    /** A request has begun. */
    void begun(long nowNanos) {
        first = false;
        quietSinceNanos = nowNanos;
    }

    /** Some request is being read or answered. */
    void busy(long nowNanos) {
        quietSinceNanos = nowNanos;
    }

    /** Whether the client has had its time. */
    boolean isOver(long nowNanos) {
        return nowNanos - quietSinceNanos > (first ? limits.firstRequest() : limits.nextRequest()).toNanos();
    }
}
