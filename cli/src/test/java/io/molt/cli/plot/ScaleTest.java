package io.molt.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

    @Test
    void ticks_are_round_and_hold_everything() {
        Scale scale = Scale.around(0.013, 0.418, 100, 0);

        assertThat(labels(scale)).containsExactly("0.0", "0.1", "0.2", "0.3", "0.4", "0.5");
        assertThat(scale.at(0)).isEqualTo(100);
        assertThat(scale.at(0.5)).isEqualTo(0);
        assertThat(labels(Scale.around(0.0547, 0.3276, 0, 1)))
                .containsExactly("0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35");
    }

    @Test
    void one_number_alone_has_room_around_it() {
        assertThat(labels(Scale.around(0, 0, 0, 1))).startsWith("0.000").endsWith("0.010");
        assertThat(Scale.around(-3, -3, 0, 1).at(-3)).isBetween(0.2, 0.8);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_label_says_where_its_tick_is(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            double lowest = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-4, 4));
            double highest = lowest + random.nextDouble() * Math.pow(10, random.nextInt(-4, 4));
            Scale scale = Scale.around(lowest, highest, 0, 1);

            assertThat(scale.ticks()).hasSizeBetween(2, 9);
            assertThat(scale.from()).isLessThanOrEqualTo(lowest + 1e-9);
            assertThat(scale.to()).isGreaterThanOrEqualTo(highest - 1e-9);
            for (double tick : scale.ticks()) {
                assertThat(Double.parseDouble(scale.label(tick))).isCloseTo(tick, within(scale.step() / 1000));
            }
        }
    }

    private static List<String> labels(Scale scale) {
        return scale.ticks().stream().map(scale::label).toList();
    }
}
