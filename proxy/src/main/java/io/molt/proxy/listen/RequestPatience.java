package io.molt.proxy.listen;

/**
 * What one request has been waited for: its body, and then its client's reading. Knows no clock: moments are nanoseconds of
 * one. Not thread-safe.
 */
final class RequestPatience {

    private final ConnectionLimits limits;
    private final long begunAtNanos;
    private long heardAtNanos;
    private long heardBytes;
    private long writtenAtNanos;
    private long writtenBytes;

    RequestPatience(ConnectionLimits limits, long begunAtNanos) {
        this.limits = limits;
        this.begunAtNanos = begunAtNanos;
        this.heardAtNanos = begunAtNanos;
        this.writtenAtNanos = begunAtNanos;
    }

    /** Its body, or whatever of it is there so far. False if that takes too long. */
    boolean hears(boolean all, long bytes, long nowNanos) {
        if (all || bytes != heardBytes) {
            heardAtNanos = nowNanos;
            heardBytes = bytes;
        }
        return all
                || (nowNanos - heardAtNanos <= limits.silence().toNanos()
                        && nowNanos - begunAtNanos <= limits.body().toNanos());
    }

    /**
     * Its answer so far. False if more of it has been waiting for too long.
     *
     * @param full whether the client must read on before more is written
     */
    boolean writes(boolean full, long bytes, long nowNanos) {
        if (!full || bytes != writtenBytes) {
            writtenAtNanos = nowNanos;
            writtenBytes = bytes;
        }
        return nowNanos - writtenAtNanos <= limits.reading().toNanos();
    }
}
