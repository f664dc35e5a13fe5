package io.molt.policy.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.molt.policy.loss.Divergence;
import io.molt.policy.loss.TokenLoss;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is differentiated equals what is written down in {@code io.molt.policy.loss}. */
class LossGraphTest {

    private static final int N = 64;

    static Stream<TokenLoss> losses() {
        return Stream.of(
                new TokenLoss.CrossEntropy(),
                new TokenLoss.ImportanceSampling(),
                new TokenLoss.Ppo(0.8, 1.2),
                TokenLoss.Ppo.CLIP_HIGHER,
                TokenLoss.Cispo.ONE_SIDED,
                new TokenLoss.Cispo(0.8, 1.28),
                new TokenLoss.Dro(0.05));
    }

    @ParameterizedTest(name = "{0}, seed 1")
    @MethodSource("losses")
    void every_loss_equals_its_reference(TokenLoss loss) {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(N, -3, 0).toArray();
        double[] anchors = random.doubles(N, -3, 0).toArray();
        double[] advantages = random.doubles(N, -2, 2).toArray();
        try (NDManager scope = Torch.scope()) {
            double[] graph = new LossGraph(scope, DataType.FLOAT64)
                    .losses(loss, scope.create(x), scope.create(anchors), scope.create(advantages))
                    .toDoubleArray();
            for (int i = 0; i < N; i++) {
                assertThat(graph[i]).isCloseTo(loss.of(x[i], anchors[i], advantages[i]), within(1e-12));
            }
        }
    }

    @Test
    void reverse_kl_equals_its_reference() {
        SplittableRandom random = new SplittableRandom(2);
        double[] student = Divergence.normalised(random.doubles(N, -3, 3).toArray());
        double[] teacher = Divergence.normalised(random.doubles(N, -3, 3).toArray());
        try (NDManager scope = Torch.scope()) {
            NDArray graph =
                    LossGraph.reverseKl(scope.create(student, new Shape(1, N)), scope.create(teacher, new Shape(1, N)));
            assertThat(graph.toDoubleArray()[0]).isCloseTo(Divergence.reverseKl(student, teacher), within(1e-12));
        }
    }

    /** Vector V2c of algorithms.md: the slope is -weight A, and none of it goes through the ratio. */
    @Test
    void the_gradient_of_cispo_is_minus_weight_times_advantage() {
        double[] x = {-0.7, -1.2, -0.4, -2.1};
        double[] ratios = {1, 1.14, 1.56, 0.4};
        double[] advantages = {1, -0.5, 2, -1};
        double[] anchors = new double[4];
        Arrays.setAll(anchors, i -> x[i] - Math.log(ratios[i]));
        try (NDManager scope = Torch.scope()) {
            NDArray leaf = scope.create(x);
            leaf.setRequiresGradient(true);
            Torch.backward(() -> new LossGraph(scope, DataType.FLOAT64)
                    .losses(new TokenLoss.Cispo(0.8, 1.28), leaf, scope.create(anchors), scope.create(advantages))
                    .sum());
            assertThat(leaf.getGradient().toDoubleArray())
                    .containsExactly(new double[] {-1, 0.57, -2.56, 0.8}, within(1e-9));
        }
    }

    /** Vector V7c of algorithms.md. */
    @Test
    void a_student_like_its_teacher_has_no_gradient() {
        double[] logProbs = Divergence.normalised(new double[] {0.3, -1, 2, 0});
        try (NDManager scope = Torch.scope()) {
            NDArray leaf = scope.create(logProbs, new Shape(1, 4));
            leaf.setRequiresGradient(true);
            NDArray teacher = scope.create(logProbs, new Shape(1, 4));
            NDArray loss = Torch.backward(
                    () -> LossGraph.reverseKl(leaf.logSoftmax(-1), teacher).sum());
            assertThat(loss.toDoubleArray()[0]).isCloseTo(0, within(1e-12));
            assertThat(leaf.getGradient().toDoubleArray()).containsExactly(new double[4], within(1e-12));
        }
    }

    /** DJL's trap: scalars handed over as Java numbers are gone when the collector ran before the backward pass. */
    @Test
    void a_garbage_collection_before_the_backward_pass_changes_no_gradient() {
        try (NDManager scope = Torch.scope()) {
            LossGraph losses = new LossGraph(scope, DataType.FLOAT64);
            for (int i = 0; i < 20; i++) {
                NDArray leaf = scope.create(new double[] {-0.7, -1.2});
                leaf.setRequiresGradient(true);
                Torch.backward(() -> {
                    NDArray zeros = scope.create(new double[2]);
                    NDArray ones = scope.create(new double[] {1, 1});
                    NDArray loss = losses.losses(new TokenLoss.Dro(0.05), leaf, zeros, ones)
                            .mul(losses.constant(0.5))
                            .sum();
                    System.gc();
                    return loss;
                });
                assertThat(leaf.getGradient().toDoubleArray())
                        .containsExactly(new double[] {-0.5175, -0.53}, within(1e-12));
            }
        }
    }
}
