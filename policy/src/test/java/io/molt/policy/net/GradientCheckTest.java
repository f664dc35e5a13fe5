package io.molt.policy.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.files.Tensor;
import io.molt.policy.loss.TokenLoss;
import io.molt.policy.net.Objective.Distillation;
import io.molt.policy.net.Objective.PolicyGradient;
import io.molt.policy.net.TokenBatch.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every term against finite differences in fp64, through the whole decoder and its adapter. */
class GradientCheckTest {

    private static final double STEP = 1.0 / 4096;
    private static final int CHECKED = 60;

    private final PolicyGraph graph = new PolicyGraph(
            TinyPolicyFixture.SMALL, TinyPolicyFixture.randomWeights(TinyPolicyFixture.SMALL, 1), DataType.FLOAT64);
    private final LoraAdapter adapter = TinyPolicyFixture.randomAdapter(TinyPolicyFixture.SMALL, 4, 0.2, 2);
    private final List<Sequence> students = List.of(sequence(6, 4, 11), sequence(3, 5, 12));
    private final List<Sequence> teachers = List.of(sequence(9, 5, 13));

    static Stream<Arguments> terms() {
        return Stream.of(
                Arguments.of("cross entropy", new TokenLoss.CrossEntropy(), 1.0, 0.0, 0.0),
                Arguments.of("importance sampling", new TokenLoss.ImportanceSampling(), 1.0, 0.0, 0.0),
                Arguments.of("ppo", TokenLoss.Ppo.CLIP_HIGHER, 1.0, 0.0, 0.0),
                Arguments.of("dro", new TokenLoss.Dro(0.05), 1.0, 0.0, 0.0),
                Arguments.of("reverse KL to the teacher", new TokenLoss.CrossEntropy(), 0.0, 1.0, 0.0),
                Arguments.of("KL to the base", new TokenLoss.CrossEntropy(), 0.0, 0.0, 1.0),
                Arguments.of("all together", TokenLoss.Ppo.CLIP_HIGHER, 1.0, 1.0, 0.05));
    }

    @ParameterizedTest(name = "{0}, seeds 1, 2, 11 to 13")
    @MethodSource("terms")
    void gradients_equal_finite_differences(String name, TokenLoss loss, double pg, double opd, double kl) {
        worstError(objective(loss, pg, opd, kl), objective(loss, pg, opd, kl));
    }

    /** The weight is held constant, which is what a stopped gradient means. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cispoBands")
    void cispo_differentiates_the_log_probability_and_not_its_weight(TokenLoss.Cispo cispo) {
        float[] x = graph.score(new TokenBatch(students), Optional.of(adapter)).logProbs();
        PolicyGradient cispoTerm = objective(cispo, 1, 0, 0).policyGradient();
        float[] weights = new float[x.length];
        for (int n = 0; n < x.length; n++) {
            weights[n] = (float)
                    (cispoTerm.weights()[n] * cispo.weight(x[n] - cispoTerm.anchors()[n]));
        }
        PolicyGradient constant = new PolicyGradient(
                new TokenLoss.CrossEntropy(), cispoTerm.anchors(), cispoTerm.advantages(), weights, 1);

        worstError(objective(cispo, 1, 0, 0), new Objective(students, constant, distillation(0), 0, x.length));
    }

    static Stream<TokenLoss.Cispo> cispoBands() {
        return Stream.of(TokenLoss.Cispo.ONE_SIDED, new TokenLoss.Cispo(0.8, 1.28));
    }

    private void worstError(Objective differentiated, Objective evaluated) {
        SortedMap<String, float[]> gradients =
                gradients(differentiated, adapter).byName();
        double scale = gradients.values().stream()
                .flatMapToDouble(g -> IntStream.range(0, g.length).mapToDouble(i -> Math.abs(g[i])))
                .max()
                .orElseThrow();
        SplittableRandom random = new SplittableRandom(3);
        List<String> names = List.copyOf(gradients.keySet());
        assertThat(scale).isPositive();
        for (int i = 0; i < CHECKED; i++) {
            String name = names.get(random.nextInt(names.size()));
            int at = random.nextInt(gradients.get(name).length);
            double difference = (gradients(evaluated, moved(name, at, STEP)).loss()
                            - gradients(evaluated, moved(name, at, -STEP)).loss())
                    / width(name, at);
            assertThat(Math.abs(gradients.get(name)[at] - difference))
                    .as(
                            "%s[%d] is %s, finite difference %s",
                            name, at, gradients.get(name)[at], difference)
                    .isLessThan(2e-5 * scale);
        }
    }

    private Gradients gradients(Objective objective, LoraAdapter at) {
        try (AdapterStep step = new AdapterStep(graph, objective)) {
            return step.gradients(at);
        }
    }

    private Objective objective(TokenLoss loss, double pg, double opd, double kl) {
        int n = 9;
        SplittableRandom random = new SplittableRandom(4);
        float[] x = graph.score(new TokenBatch(students), Optional.of(adapter)).logProbs();
        float[] anchors = new float[n];
        float[] advantages = new float[n];
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            anchors[i] = x[i] + (float) (0.3 * random.nextGaussian());
            advantages[i] = (float) random.nextGaussian();
            weights[i] = (float) (0.5 + random.nextDouble());
        }
        return new Objective(
                students, new PolicyGradient(loss, anchors, advantages, weights, pg), distillation(opd), kl, n);
    }

    private Distillation distillation(double weight) {
        return new Distillation(teachers, new int[] {4, 5, 6, 7, 8}, weight);
    }

    private LoraAdapter moved(String name, int at, double by) {
        SortedMap<String, Tensor> tensors = new TreeMap<>(adapter.tensors());
        float[] data = tensors.get(name).data().clone();
        data[at] = (float) (data[at] + by);
        tensors.put(name, new Tensor(tensors.get(name).shape(), data));
        return LoraAdapter.of(adapter.rank(), adapter.alpha(), tensors);
    }

    /** What rounding to float made of twice the step. */
    private double width(String name, int at) {
        float value = adapter.tensors().get(name).data()[at];
        return (double) (float) (value + STEP) - (float) (value - STEP);
    }

    private static Sequence sequence(int prompt, int reply, long seed) {
        int[] tokens = TinyPolicyFixture.randomTokens(prompt + reply, TinyPolicyFixture.SMALL.vocabSize(), seed);
        return Sequence.of(
                Arrays.copyOf(tokens, prompt), Arrays.copyOfRange(tokens, prompt, tokens.length), seed == 12 ? 0.7 : 1);
    }
}
