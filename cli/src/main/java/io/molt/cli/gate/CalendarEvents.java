package io.molt.cli.gate;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.io.TimezoneInfo;
import biweekly.property.DateStart;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;

/**
 * Events of an iCalendar file (RFC 5545), repetitions included; cancelled ones and those marked as free time are left out.
 */
final class CalendarEvents {

    private static final Duration LONGEST_EVENT = Duration.ofDays(31);

    private final List<Event> events;

    /** One event and how its repetitions are found. */
    private record Event(VEvent event, TimeZone zone, Duration length) {}

    private CalendarEvents(List<Event> events) {
        this.events = List.copyOf(events);
    }

    /**
     * Reads a file.
     *
     * @param zone of times that name none
     * @throws IllegalArgumentException if there is no calendar in it
     */
    static CalendarEvents parse(String ics, ZoneId zone) {
        List<ICalendar> calendars = Biweekly.parse(ics).all();
        if (calendars.isEmpty()) {
            throw new IllegalArgumentException("there is no calendar in the file");
        }
        List<Event> events = new ArrayList<>();
        for (ICalendar calendar : calendars) {
            for (VEvent event : calendar.getEvents()) {
                if (event.getDateStart() != null && isBusy(event)) {
                    events.add(new Event(
                            event, zone(calendar.getTimezoneInfo(), event.getDateStart(), zone), length(event)));
                }
            }
        }
        return new CalendarEvents(events);
    }

    private static boolean isBusy(VEvent event) {
        boolean cancelled = event.getStatus() != null && event.getStatus().isCancelled();
        boolean free =
                event.getTransparency() != null && event.getTransparency().isTransparent();
        return !cancelled && !free;
    }

    private static TimeZone zone(TimezoneInfo zones, DateStart start, ZoneId usual) {
        TimezoneAssignment assigned = zones.getTimezone(start);
        return assigned == null ? TimeZone.getTimeZone(usual) : assigned.getTimeZone();
    }

    private static Duration length(VEvent event) {
        Instant start = event.getDateStart().getValue().toInstant();
        Duration length;
        if (event.getDateEnd() != null) {
            length = Duration.between(start, event.getDateEnd().getValue().toInstant());
        } else if (event.getDuration() != null) {
            length = Duration.ofMillis(event.getDuration().getValue().toMillis());
        } else {
            length = event.getDateStart().getValue().hasTime() ? Duration.ZERO : Duration.ofDays(1);
        }
        return length.compareTo(LONGEST_EVENT) > 0 ? LONGEST_EVENT : length;
    }

    /** True during an event. */
    boolean contain(Instant now) {
        return events.stream().anyMatch(event -> contains(event, now));
    }

    private static boolean contains(Event event, Instant now) {
        DateIterator starts = event.event().getDateIterator(event.zone());
        starts.advanceTo(Date.from(now.minus(event.length())));
        while (starts.hasNext()) {
            Instant start = starts.next().toInstant();
            if (start.isAfter(now)) {
                return false;
            }
            if (now.isBefore(start.plus(event.length()))) {
                return true;
            }
        }
        return false;
    }
}
