package io.molt.proxy.listen;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a client may take its time for.
 *
 * @param most connections at once
 * @param firstRequest until the headers of a connection's first request are there, whole
 * @param nextRequest the same for any later one, after the answer before it
 * @param silence of a client in the middle of a body
 * @param body until a body is there, whole
 * @param reading while an answer waits for it to read on
 */
public record ConnectionLimits(
        int most, Duration firstRequest, Duration nextRequest, Duration silence, Duration body, Duration reading) {

    /** For people and their agents; a body of 32 MB in ten minutes is a slow line. */
    public static final ConnectionLimits STANDARD = new ConnectionLimits(
            10_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5));

    public ConnectionLimits {
        requireNonNull(firstRequest, "firstRequest");
        requireNonNull(nextRequest, "nextRequest");
        requireNonNull(silence, "silence");
        requireNonNull(body, "body");
        requireNonNull(reading, "reading");
    }
}
