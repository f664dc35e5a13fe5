package io.molt.operators.judge;

/** How long answers took, since the start. Thread-safe. */
final class Latency {

    private static final double NANOS = 1e6;

    private long count;
    private long sumNanos;
    private long maxNanos;

    synchronized void took(long nanos) {
        count++;
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, nanos);
    }

    /** 0 before the first. */
    synchronized double meanMillis() {
        return count == 0 ? 0 : sumNanos / NANOS / count;
    }

    synchronized double maxMillis() {
        return maxNanos / NANOS;
    }
}
