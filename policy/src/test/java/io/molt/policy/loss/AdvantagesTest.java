package io.molt.policy.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors V3, V4, V5, V9, V12, C8 and C9 of algorithms.md. */
class AdvantagesTest {

    @Test
    void reinforce_plus_plus_pays_for_kl_and_earns_at_the_last_token() {
        double[] first = Advantages.reinforcePlusPlus(
                2, new double[] {0.2, 0.1, 0.3, 0.4, 0.5}, new boolean[] {false, true, true, true, false}, 0.1, 0.99);
        double[] second = Advantages.reinforcePlusPlus(
                -1, new double[] {0.4, 0.2, 0.1}, new boolean[] {true, true, true}, 0.1, 0.99);

        assertThat(first).as("V4a").containsExactly(new double[] {1.86248304, 1.881296, 1.9104, 1.96, 0}, within(1e-6));
        assertThat(second).as("V4b").containsExactly(new double[] {-1.049701, -1.0199, -1.01}, within(1e-6));
    }

    @Test
    void a_group_is_centred_and_not_scaled() {
        assertThat(Advantages.groupCentred(new double[] {0, 0, 1, 0}))
                .as("V9")
                .containsExactly(new double[] {-0.25, -0.25, 0.75, -0.25}, within(1e-12));
    }

    @Test
    void a_batch_is_centred_and_scaled_by_the_population() {
        assertThat(Advantages.batchStandardised(new double[] {1, 1, 1, -1}))
                .as("V12")
                .containsExactly(new double[] {0.577350, 0.577350, 0.577350, -1.732051}, within(1e-6));
    }

    @Test
    void grpo_scales_by_the_sample() {
        assertThat(Advantages.groupStandardised(new double[] {1, -1, 1, 1}))
                .as("C9")
                .containsExactly(new double[] {0.5, -1.5, 0.5, 0.5}, within(2e-6));
    }

    @Test
    void reductions_count_tokens_or_sequences() {
        List<double[]> losses =
                List.of(new double[] {0.1, 0.2}, new double[] {0.1, 0.2, 0.3, 0.4, 0.5}, new double[] {0.6});

        assertThat(Reduction.sampleMean(losses)).as("V3").isCloseTo(0.35, within(1e-12));
        assertThat(Reduction.tokenMean(losses)).as("V3").isCloseTo(0.30, within(1e-12));
    }

    @Test
    void every_rollout_weighs_the_same_however_it_was_cut() {
        double a = Reduction.perRolloutWeight(3, 3);
        double b = Reduction.perRolloutWeight(3, 3);

        assertThat(a).as("V5").isCloseTo(1.0 / 9, within(1e-12));
        assertThat(3 * a).isCloseTo(3 * b, within(1e-12)).isCloseTo(1.0 / 3, within(1e-12));
    }

    @ParameterizedTest(name = "C8: log ratio {0}")
    @CsvSource({"0.3, 1.349859", "0.9, 2", "-1.2, 0.301194"})
    void importance_weights_are_truncated(double logRatio, double expected) {
        assertThat(Correction.truncated(logRatio, Correction.LIMIT)).isCloseTo(expected, within(1e-6));
    }
}
