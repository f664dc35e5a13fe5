package io.molt.cli.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Times as people type them. */
final class Moment {

    private Moment() {}

    /** Epoch milliseconds of {@code 2026-11-01T08:00:00Z}, or of the beginning of the day {@code 2026-11-01} in UTC. */
    static long start(String text) {
        return read(text, Duration.ZERO);
    }

    /** The same; of a day its last millisecond. */
    static long end(String text) {
        return read(text, Duration.ofDays(1).minusMillis(1));
    }

    private static long read(String text, Duration ofDay) {
        try {
            return text.contains("T")
                    ? Instant.parse(text).toEpochMilli()
                    : LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .plus(ofDay)
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a time is 2026-11-01T08:00:00Z or 2026-11-01, in UTC, but this is " + text, e);
        }
    }
}
