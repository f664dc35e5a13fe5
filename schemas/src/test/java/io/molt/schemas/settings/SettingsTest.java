package io.molt.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.batch.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void values_are_read_with_their_types_and_defaults_stand_in_for_what_is_absent() {
        var settings = new Settings(Map.of(
                "a.count", "7", "a.wait", "PT3S", "a.method", "opd", "a.on", "TRUE", "a.rate", "0.5", "a.dir", "x/y"));

        assertThat(settings.wholeNumber("a.count", 1, 0, 10)).isEqualTo(7);
        assertThat(settings.duration("a.wait", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)))
                .hasSeconds(3);
        assertThat(settings.oneOf("a.method", Method.NONE, Method.class)).isEqualTo(Method.OPD);
        assertThat(settings.yesOrNo("a.on", false)).isTrue();
        assertThat(settings.number("a.rate", 1, 0, 1)).isEqualTo(0.5);
        assertThat(settings.path("a.dir", Path.of("z"))).isEqualTo(Path.of("x/y"));
        assertThat(settings.text("a.absent", "fallback")).isEqualTo("fallback");
        settings.refuseProblems();
    }

    @Test
    void all_problems_come_in_one_message() {
        var settings = new Settings(Map.of(
                "a.count", "70", "a.wait", "30", "a.method", "magic", "a.on", "maybe", "a.rate", "NaN", "a.tpyo", "1"));
        settings.text("a.brokers");
        settings.wholeNumber("a.count", 1, 0, 10);
        settings.duration("a.wait", Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
        settings.oneOf("a.method", Method.NONE, Method.class);
        settings.yesOrNo("a.on", false);
        settings.number("a.rate", 1, 0, 1);

        assertThatThrownBy(settings::refuseProblems)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        """
                        settings are not usable:
                          a.brokers is required
                          a.count must be from 0 to 10, but was 70
                          a.wait must be an ISO-8601 duration such as PT30S, but was '30'
                          a.method must be one of none, binary, opd, combined, but was 'magic'
                          a.on must be true or false, but was 'maybe'
                          a.rate must be from 0.0 to 1.0, but was NaN
                          a.tpyo is not a setting of molt""");
    }
}
