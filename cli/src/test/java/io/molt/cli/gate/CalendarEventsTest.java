package io.molt.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarEventsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static CalendarEvents events(String... events) {
        return CalendarEvents.parse(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + String.join("", events) + "END:VCALENDAR\r\n",
                BERLIN);
    }

    private static String event(String... lines) {
        return "BEGIN:VEVENT\r\nUID:1\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-10T08:59:59Z, false",
        "2026-06-10T09:00:00Z, true",
        "2026-06-10T09:59:59Z, true",
        "2026-06-10T10:00:00Z, false"
    })
    void an_event_lasts_from_its_start_to_its_end(Instant now, boolean during) {
        CalendarEvents meetings = events(event("DTSTART:20260610T090000Z", "DTEND:20260610T100000Z"));

        assertThat(meetings.contain(now)).isEqualTo(during);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-15T07:30:00Z, true", // Monday, 9:30 in Berlin
        "2026-06-16T07:30:00Z, false",
        "2026-12-14T08:30:00Z, true", // the same in winter
        "2026-12-14T07:30:00Z, false",
        "2026-06-22T07:30:00Z, false" // left out
    })
    void a_weekly_event_keeps_its_local_time_and_its_exceptions(Instant now, boolean during) {
        CalendarEvents meetings = events(event(
                "DTSTART;TZID=Europe/Berlin:20260601T090000",
                "DURATION:PT1H",
                "RRULE:FREQ=WEEKLY;BYDAY=MO",
                "EXDATE;TZID=Europe/Berlin:20260622T090000"));

        assertThat(meetings.contain(now)).isEqualTo(during);
    }

    @Test
    void a_day_without_hours_is_the_whole_day() {
        CalendarEvents days = events(event("DTSTART;VALUE=DATE:20260610"));

        assertThat(days.contain(Instant.parse("2026-06-10T12:00:00Z"))).isTrue();
        assertThat(days.contain(Instant.parse("2026-06-11T12:00:00Z"))).isFalse();
    }

    @Test
    void what_is_cancelled_or_free_time_does_not_count() {
        CalendarEvents none = events(
                event("DTSTART:20260610T090000Z", "DTEND:20260610T100000Z", "STATUS:CANCELLED"),
                event("DTSTART:20260610T090000Z", "DTEND:20260610T100000Z", "TRANSP:TRANSPARENT"));

        assertThat(none.contain(Instant.parse("2026-06-10T09:30:00Z"))).isFalse();
    }

    @Test
    void a_file_without_a_calendar_is_refused() {
        assertThatThrownBy(() -> CalendarEvents.parse("<html>sign in</html>", BERLIN))
                .hasMessage("there is no calendar in the file");
    }
}
