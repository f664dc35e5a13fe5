package io.molt.cli.gate;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Hours of every day, perhaps over midnight.
 *
 * @param from included
 * @param to excluded; equal to {@code from} means the whole day
 * @param zone whose clocks are meant, summer time included
 */
record SleepHours(LocalTime from, LocalTime to, ZoneId zone) {

    SleepHours {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(zone, "zone");
    }

    /**
     * Reads {@code 23:00-07:00}.
     *
     * @throws IllegalArgumentException if it is no such thing
     */
    static SleepHours parse(String hours, String zone) {
        String[] ends = hours.strip().split("-", -1);
        if (ends.length == 2) {
            try {
                return new SleepHours(
                        LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()), ZoneId.of(zone));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "sleep hours must be like 23:00-07:00 in a zone like Europe/Berlin, but were '" + hours
                                + "' in '" + zone + "'",
                        e);
            }
        }
        throw new IllegalArgumentException("sleep hours must be like 23:00-07:00, but were '" + hours + "'");
    }

    boolean contain(Instant now) {
        LocalTime time = now.atZone(zone).toLocalTime();
        if (from.isBefore(to)) {
            return !time.isBefore(from) && time.isBefore(to);
        }
        return !time.isBefore(from) || time.isBefore(to);
    }
}
