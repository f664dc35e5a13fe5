package io.molt.policy.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.molt.policy.loss.TokenLoss.Cispo;
import io.molt.policy.loss.TokenLoss.CrossEntropy;
import io.molt.policy.loss.TokenLoss.Dro;
import io.molt.policy.loss.TokenLoss.ImportanceSampling;
import io.molt.policy.loss.TokenLoss.Ppo;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors V1, V2 and C1 to C6 of algorithms.md. */
class TokenLossTest {

    private static final Offset<Double> CLOSE = within(1e-6);
    private static final double Q = -0.7;

    @ParameterizedTest(name = "V1: ratio {0}, A {1}")
    @CsvSource({"2, 2, -2.4", "2, -2, 3.0", "0.5, 2, -1.0"})
    void ppo_with_dual_clip_is_the_published_one(double ratio, double advantage, double expected) {
        assertThat(new Ppo(0.8, 1.2).dualClipped(Math.log(ratio), 0, advantage, 1.5))
                .isCloseTo(expected, CLOSE);
    }

    @ParameterizedTest(name = "V2a: ratio {2}")
    @CsvSource({
        "1, -0.7, 1, 1, 0.7",
        "-0.5, -1.2, 1.14, 1.14, -0.684",
        "2, -0.4, 1.56, 1.28, 1.024",
        "-1, -2.1, 0.4, 0.8, -1.68"
    })
    void two_sided_cispo_is_the_published_one(
            double advantage, double x, double ratio, double weight, double expected) {
        Cispo cispo = new Cispo(0.8, 1.28);

        assertThat(cispo.weight(Math.log(ratio))).isCloseTo(weight, CLOSE);
        assertThat(cispo.of(x, x - Math.log(ratio), advantage)).isCloseTo(expected, CLOSE);
    }

    @ParameterizedTest(name = "V2b: ratio {2}")
    @CsvSource({"1, -0.7, 1, 1, 0.7", "-0.5, -1.2, 3, 3, -1.8", "2, -0.4, 9, 5, 4.0", "-1, -2.1, 0.4, 0.4, -0.84"})
    void wide_cispo_is_the_published_one(double advantage, double x, double ratio, double weight, double expected) {
        Cispo cispo = new Cispo(0, 5);

        assertThat(cispo.weight(Math.log(ratio))).isCloseTo(weight, CLOSE);
        assertThat(cispo.of(x, x - Math.log(ratio), advantage)).isCloseTo(expected, CLOSE);
    }

    @Test
    void each_loss_has_the_cross_check_value_of_its_definition() {
        assertThat(new ImportanceSampling().of(-0.2, Q, 1)).as("C1").isCloseTo(-1.648721, CLOSE);
        assertThat(new ImportanceSampling().of(-1.2, Q, 1)).as("C1").isCloseTo(-0.606531, CLOSE);
        assertThat(new Ppo(0.8, 1.2).of(-0.2, Q, 1)).as("C2").isCloseTo(-1.2, CLOSE);
        assertThat(new Ppo(0.8, 1.2).of(-1.2, Q, 1)).as("C2").isCloseTo(-0.606531, CLOSE);
        assertThat(Cispo.ONE_SIDED.of(-0.2, Q, 1)).as("C3").isCloseTo(0.329744, CLOSE);
        assertThat(Cispo.ONE_SIDED.of(-1.2, Q, 1)).as("C3").isCloseTo(0.727837, CLOSE);
        assertThat(new Cispo(0.8, 1.2).of(-0.2, Q, 1)).as("C4").isCloseTo(0.24, CLOSE);
        assertThat(new Cispo(0.8, 1.2).of(-1.2, Q, 1)).as("C4").isCloseTo(0.96, CLOSE);
        assertThat(new Dro(0.05).of(-0.2, Q, 1)).as("C5").isCloseTo(0.20625, CLOSE);
        assertThat(new Dro(0.05).of(-1.2, Q, 1)).as("C5").isCloseTo(1.20625, CLOSE);
        assertThat(new CrossEntropy().of(-0.2, Q, 0.5)).isCloseTo(0.1, CLOSE);
    }

    @ParameterizedTest(name = "C6: ratio {0}, A {1}")
    @CsvSource({"1.5, 1, -1.28", "1.5, -1, 1.5", "0.5, 1, -0.5", "0.5, -1, 0.8"})
    void ppo_clips_higher_upwards(double ratio, double advantage, double expected) {
        assertThat(Ppo.CLIP_HIGHER.of(Math.log(ratio), 0, advantage)).isCloseTo(expected, CLOSE);
    }
}
