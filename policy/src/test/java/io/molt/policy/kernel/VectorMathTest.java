package io.molt.policy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorMathTest {

    @ParameterizedTest(name = "{0} rows, {1} by {2}, seed 1")
    @CsvSource({"1, 3, 5", "4, 7, 16", "5, 8, 33", "11, 2, 128", "3, 1, 1"})
    void products_equal_plain_loops(int t, int out, int in) {
        SplittableRandom random = new SplittableRandom(1);
        float[] w = numbers(random, out * in);
        float[] x = numbers(random, t * in);
        float[] y = new float[t * out];

        VectorMath.multiply(w, out, in, x, y, t);

        for (int r = 0; r < t; r++) {
            for (int o = 0; o < out; o++) {
                double expected = 0;
                for (int i = 0; i < in; i++) {
                    expected += (double) w[o * in + i] * x[r * in + i];
                }
                assertThat((double) y[r * out + o]).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @Test
    void what_is_added_is_scaled() {
        float[] y = {1, 1, 1, 1};

        VectorMath.addScaled(2, new float[] {9, 1, 2, 3}, 1, y, 0, 3);

        assertThat(y).containsExactly(3, 5, 7, 1);
    }

    /** The compiler may not choose another order of additions than the interpreter did. */
    @Test
    void a_product_has_the_same_bits_before_and_after_it_is_compiled() {
        SplittableRandom random = new SplittableRandom(2);
        float[] a = numbers(random, 500);
        float[] b = numbers(random, 500);
        int cold = Float.floatToRawIntBits(VectorMath.dot(a, 3, b, 7, 391));

        for (int i = 0; i < 50_000; i++) {
            assertThat(Float.floatToRawIntBits(VectorMath.dot(a, 3, b, 7, 391))).isEqualTo(cold);
        }
    }

    private static float[] numbers(SplittableRandom random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
