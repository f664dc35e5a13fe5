package io.molt.cli.gate;

import io.molt.schemas.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When the gate is open: in sleep hours, or in idle time, or during an event of the calendar; whichever of them is set.
 *
 * @param sleep hours of every day
 * @param idle so long without a turn
 * @param calendar path or URL
 * @param zone of calendar times that name none
 */
public record GateRule(Optional<SleepHours> sleep, Optional<Duration> idle, Optional<String> calendar, ZoneId zone) {

    /**
     * From texts; empty ones are not set.
     *
     * @throws IllegalArgumentException if one is not usable
     */
    static GateRule of(String sleep, String zone, String idle, String calendar) {
        return new GateRule(
                sleep.isBlank() ? Optional.empty() : Optional.of(SleepHours.parse(sleep, zone)),
                idle.isBlank() ? Optional.empty() : Optional.of(Duration.parse(idle)),
                calendar.isBlank() ? Optional.empty() : Optional.of(calendar.strip()),
                ZoneId.of(zone));
    }

    /** The gate's part of {@code molt.yaml}. */
    public static GateRule from(Settings settings) {
        ZoneId zone = settings.parsed("gate.zone", ZoneId.of("UTC"), ZoneId::of, "a time zone such as Europe/Berlin");
        String sleep = settings.parsed("gate.sleep", "", hours -> checked(hours, zone), "hours such as 23:00-07:00");
        Duration idle = settings.duration("gate.idle", Duration.ZERO, Duration.ZERO, Duration.ofDays(7));
        return of(sleep, zone.getId(), idle.isZero() ? "" : idle.toString(), settings.text("gate.calendar", ""));
    }

    private static String checked(String hours, ZoneId zone) {
        SleepHours.parse(hours, zone.getId());
        return hours;
    }

    public boolean isSet() {
        return sleep.isPresent() || idle.isPresent() || calendar.isPresent();
    }

    /**
     * Whether training may run.
     *
     * @param lastTurnAt when a turn was last seen
     * @param inEvent whether the calendar has an event now
     */
    boolean open(Instant now, Instant lastTurnAt, boolean inEvent) {
        boolean asleep = sleep.map(hours -> hours.contain(now)).orElse(false);
        boolean quiet = idle.map(least -> Duration.between(lastTurnAt, now).compareTo(least) >= 0)
                .orElse(false);
        return asleep || quiet || inEvent;
    }
}
