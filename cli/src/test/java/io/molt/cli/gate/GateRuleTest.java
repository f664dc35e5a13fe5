package io.molt.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.settings.Settings;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateRuleTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "22:00-06:00, Europe/Berlin, 2026-06-10T20:00:00Z, true", // 22:00 in summer
        "22:00-06:00, Europe/Berlin, 2026-06-10T19:59:59Z, false",
        "22:00-06:00, Europe/Berlin, 2026-06-11T03:59:59Z, true",
        "22:00-06:00, Europe/Berlin, 2026-06-11T04:00:00Z, false",
        "22:00-06:00, Europe/Berlin, 2026-12-10T20:00:00Z, false", // 21:00 in winter
        "22:00-06:00, Europe/Berlin, 2026-12-10T21:00:00Z, true",
        "01:00-05:00, UTC, 2026-06-10T04:59:59Z, true",
        "01:00-05:00, UTC, 2026-06-10T05:00:00Z, false",
        "00:00-00:00, UTC, 2026-06-10T13:00:00Z, true"
    })
    void sleep_hours_follow_the_clocks_of_their_zone(String hours, String zone, Instant now, boolean open) {
        GateRule rule = GateRule.of(hours, zone, "", "");

        assertThat(rule.open(now, now, false)).isEqualTo(open);
    }

    @Test
    void idle_time_opens_the_gate_and_the_next_turn_closes_it() {
        GateRule rule = GateRule.of("", "UTC", "PT15M", "");
        Instant turn = Instant.parse("2026-06-10T12:00:00Z");

        assertThat(rule.open(turn.plusSeconds(899), turn, false)).isFalse();
        assertThat(rule.open(turn.plusSeconds(900), turn, false)).isTrue();
        assertThat(rule.open(turn.plusSeconds(901), turn.plusSeconds(900), false))
                .isFalse();
    }

    @Test
    void a_calendar_event_opens_the_gate_whatever_else_is_set() {
        GateRule rule = GateRule.of("01:00-02:00", "UTC", "PT15M", "meetings.ics");
        Instant noon = Instant.parse("2026-06-10T12:00:00Z");

        assertThat(rule.open(noon, noon, true)).isTrue();
        assertThat(rule.open(noon, noon, false)).isFalse();
    }

    @Test
    void without_settings_there_is_no_rule_and_the_gate_stays_shut() {
        GateRule rule = GateRule.from(new Settings(Map.of()));

        assertThat(rule.isSet()).isFalse();
        assertThat(rule.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(rule.open(Instant.parse("2026-06-10T12:00:00Z"), LONG_AGO, false))
                .isFalse();
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Settings settings = new Settings(Map.of("gate.sleep", "late", "gate.zone", "Mars/Base", "gate.idle", "ten"));

        GateRule.from(settings);

        assertThatThrownBy(settings::refuseProblems)
                .hasMessage(
                        """
                        settings are not usable:
                          gate.zone must be a time zone such as Europe/Berlin, but was 'Mars/Base'
                          gate.sleep must be hours such as 23:00-07:00, but was 'late'
                          gate.idle must be an ISO-8601 duration such as PT30S, but was 'ten'""");
    }
}
