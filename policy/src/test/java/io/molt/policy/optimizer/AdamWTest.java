package io.molt.policy.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdamWTest {

    @Test
    void the_first_step_has_the_size_of_the_learning_rate() {
        SortedMap<String, float[]> parameters = named(1, -2);
        Moments moments = Moments.zero(parameters);

        new AdamW(0.9, 0.95, 1e-8, 0, 100).step(parameters, named(0.3f, -4), moments, 0.01, name -> false);

        assertThat(parameters.get("p")).containsExactly(new float[] {0.99f, -1.99f}, within(1e-6f));
        assertThat(moments.steps()).isEqualTo(1);
        assertThat(moments.first().get("p")).containsExactly(new float[] {0.03f, -0.4f}, within(1e-6f));
        assertThat(moments.second().get("p")).containsExactly(new float[] {0.0045f, 0.8f}, within(1e-6f));
    }

    /** PyTorch's own example of the update, worked out by hand for two steps. */
    @Test
    void a_second_step_weighs_both_gradients() {
        SortedMap<String, float[]> parameters = named(1);
        Moments moments = Moments.zero(parameters);
        AdamW adam = new AdamW(0.9, 0.95, 0, 0, 100);

        adam.step(parameters, named(1), moments, 0.1, name -> false);
        adam.step(parameters, named(-0.5f), moments, 0.1, name -> false);

        double m = (0.9 * 0.1 - 0.1 * 0.5) / (1 - 0.81);
        double v = (0.95 * 0.05 + 0.05 * 0.25) / (1 - 0.9025);
        assertThat((double) parameters.get("p")[0]).isCloseTo(0.9 - 0.1 * m / Math.sqrt(v), within(1e-6));
    }

    @Test
    void gradients_of_a_large_global_norm_are_scaled_down() {
        SortedMap<String, float[]> gradients = named(30, 40);
        Moments moments = Moments.zero(gradients);

        AdamW.FOR_ADAPTERS.step(named(0, 0), gradients, moments, 0.1, name -> false);

        assertThat(AdamW.norm(gradients)).isEqualTo(50);
        assertThat(moments.first().get("p")).containsExactly(new float[] {0.06f, 0.08f}, within(1e-6f));
    }

    @Test
    void only_what_decays_shrinks() {
        SortedMap<String, float[]> parameters = new TreeMap<>(Map.of("w", new float[] {1}, "norm", new float[] {1}));
        SortedMap<String, float[]> zero = new TreeMap<>(Map.of("w", new float[1], "norm", new float[1]));

        new AdamW(0.9, 0.98, 1e-8, 0.05, 1).step(parameters, zero, Moments.zero(zero), 0.1, "w"::equals);

        assertThat(parameters.get("w")[0]).isCloseTo(0.995f, within(1e-6f));
        assertThat(parameters.get("norm")[0]).isEqualTo(1);
    }

    private static SortedMap<String, float[]> named(float... values) {
        return new TreeMap<>(Map.of("p", values));
    }
}
