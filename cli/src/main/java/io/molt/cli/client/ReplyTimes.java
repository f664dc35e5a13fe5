package io.molt.cli.client;

/**
 * {@link System#nanoTime} of one request.
 *
 * @param askedNanos it was sent
 * @param firstTokenNanos the first text came
 * @param endNanos the last text came
 */
public record ReplyTimes(long askedNanos, long firstTokenNanos, long endNanos) {

    public long firstTokenMillis() {
        return (firstTokenNanos - askedNanos) / 1_000_000;
    }
}
