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

    @Test
    void settings_under_names_of_the_users_choice_are_read_name_by_name() {
        var settings = new Settings(Map.of("up.fast.url", "http://a", "up.fast.model", "m", "up.slow.url", "http://b"));

        var urls = settings.named(
                "up", name -> settings.text(name + ".url") + " " + settings.text(name + ".model", "base"));

        assertThat(urls).containsExactly(Map.entry("fast", "http://a m"), Map.entry("slow", "http://b base"));
        settings.refuseProblems();
    }

    @Test
    void what_may_stand_under_a_name_is_known_before_anybody_gives_one() {
        var settings = new Settings(Map.of());

        assertThat(settings.named("up", name -> settings.text(name + ".url"))).isEmpty();
        assertThat(settings.known()).extracting(Setting::key).containsExactly("up.<name>.url");
        settings.refuseProblems();
    }

    @Test
    void what_is_missing_or_unknown_under_a_name_is_refused_with_that_name() {
        var settings = new Settings(Map.of("up.fast.modle", "m", "up.fast.more.deeply", "1"));
        settings.named("up", name -> settings.text(name + ".url"));

        assertThatThrownBy(settings::refuseProblems)
                .hasMessage(
                        """
                        settings are not usable:
                          up.fast.url is required
                          up.fast.modle is not a setting of molt
                          up.fast.more.deeply is not a setting of molt""");
    }
}
