package io.molt.policy.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors V7, C7 and C10 of algorithms.md. */
class DivergenceTest {

    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void renormalised_log_probabilities_sum_to_one() {
        double[] logProbs = Divergence.normalised(new double[] {-0.5, -1.5, -2.5});

        assertThat(Math.exp(logProbs[0])).isCloseTo(0.66524, within(5e-6));
        assertThat(Math.exp(logProbs[1])).isCloseTo(0.24473, within(5e-6));
        assertThat(Math.exp(logProbs[2])).isCloseTo(0.09003, within(5e-6));
        assertThat(Divergence.entropy(logProbs)).isCloseTo(0.83240, within(5e-6));
    }

    @Test
    void reverse_kl_after_renormalising_is_the_published_one() {
        double[] teacher = Divergence.normalised(new double[] {0, -2, -4});
        double[] student = Divergence.normalised(new double[] {-4, -2, 0});

        assertThat(Divergence.reverseKl(student, teacher)).isCloseTo(3.403748, CLOSE);
        assertThat(Divergence.reverseKl(teacher, teacher)).isZero();
    }

    @ParameterizedTest(name = "C7: delta {0}")
    @CsvSource({"-0.5, 0.148721", "0.1, 0.004837", "0.5, 0.106531", "1, 0.367879"})
    void k3_has_its_cross_check_values(double delta, double expected) {
        assertThat(Divergence.k3(delta)).isCloseTo(expected, CLOSE);
    }

    @Test
    void top_k_reverse_kl_counts_the_rest_as_one_bin() {
        double[] student = {Math.log(0.5), Math.log(0.3)};
        double[] teacher = {Math.log(0.6), Math.log(0.3)};

        assertThat(Divergence.topReverseKl(student, teacher)).as("C10").isCloseTo(0.0474687, within(1e-7));
    }
}
