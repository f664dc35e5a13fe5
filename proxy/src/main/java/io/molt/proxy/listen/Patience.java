package io.molt.proxy.listen;

/** What one connection has been waited for. Knows no clock: moments are nanoseconds of one. Not thread-safe. */
final class Patience {

    private final ConnectionLimits limits;
    private boolean first = true;
    private long quietSinceNanos;
    private long bodySinceNanos;
    private long heardAtNanos;
    private long heardBytes;
    private boolean body;

    Patience(ConnectionLimits limits, long openedAtNanos) {
        this.limits = limits;
        this.quietSinceNanos = openedAtNanos;
    }

    /** A request has begun; its body may be still to come. */
    void begun(long nowNanos) {
        first = false;
        body = false;
        quietSinceNanos = nowNanos;
    }

    /** A request is being read or answered. */
    void busy(boolean bodyEnded, long bodyBytes, long nowNanos) {
        quietSinceNanos = nowNanos;
        if (bodyEnded) {
            body = false;
        } else if (!body) {
            body = true;
            bodySinceNanos = nowNanos;
            heardAtNanos = nowNanos;
            heardBytes = bodyBytes;
        } else if (bodyBytes != heardBytes) {
            heardAtNanos = nowNanos;
            heardBytes = bodyBytes;
        }
    }

    /** Whether the client has had its time. */
    boolean isOver(long nowNanos) {
        if (body) {
            return nowNanos - heardAtNanos > limits.silence().toNanos()
                    || nowNanos - bodySinceNanos > limits.body().toNanos();
        }
        return nowNanos - quietSinceNanos > (first ? limits.firstRequest() : limits.nextRequest()).toNanos();
    }
}
