package io.molt.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTest {

    @Test
    void settings_with_several_values_are_run_in_every_combination() {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("lr", "1e-4, 1e-3");
        set.put("N", "8,16");

        assertThat(Sweep.of(set))
                .containsExactly(
                        Map.of("lr", "1e-4", "N", "8"),
                        Map.of("lr", "1e-4", "N", "16"),
                        Map.of("lr", "1e-3", "N", "8"),
                        Map.of("lr", "1e-3", "N", "16"));
    }

    @Test
    void nothing_set_is_one_run_with_nothing_changed() {
        assertThat(Sweep.of(Map.of())).containsExactly(Map.of());
    }

    @Test
    void a_sweep_that_would_never_end_is_refused() {
        String nine = "1,2,3,4,5,6,7,8,9";

        assertThatThrownBy(() -> Sweep.of(Map.of("lr", nine, "N", nine)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 64 runs");
    }

    @Test
    void a_day_is_whole_and_a_moment_is_itself() {
        assertThat(Moment.start("1970-01-02")).isEqualTo(86_400_000);
        assertThat(Moment.end("1970-01-02")).isEqualTo(2 * 86_400_000 - 1);
        assertThat(Moment.end("1970-01-01T00:00:01Z")).isEqualTo(1_000);
        assertThatThrownBy(() -> Moment.start("yesterday")).isInstanceOf(IllegalArgumentException.class);
    }
}
