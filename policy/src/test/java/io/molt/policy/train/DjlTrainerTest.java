package io.molt.policy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.decode.Decoder;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Persona;
import io.molt.schemas.adapter.FileDigest;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DjlTrainerTest {

    private static final StepSettings COMBINED = TrainingFixture.settings(Method.COMBINED, LossName.PPO);

    private final PolicyDirectory policy = TinyPolicyFixture.policy();
    private final DjlTrainer trainer = trainer();
    private final List<TrainingExample> examples =
            new TrainingFixture(Persona.personas(1).get(0), 5).interactions(4, Optional.empty());

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        trainer.close();
    }

    @Test
    void the_same_batch_and_parent_give_the_same_bytes_in_another_trainer() throws IOException {
        List<FileDigest> first = twoVersions(trainer, directory.resolve("a"));
        List<FileDigest> second;
        try (DjlTrainer other = trainer()) {
            second = twoVersions(other, directory.resolve("b"));
        }

        assertThat(second).isEqualTo(first);
    }

    @Test
    void trainers_on_several_threads_do_not_disturb_each_other() throws Exception {
        List<FileDigest> alone = twoVersions(trainer, directory.resolve("alone"));

        List<CompletableFuture<List<FileDigest>>> together = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> twoVersionsByAnother(directory.resolve("t" + i))))
                .toList();

        for (CompletableFuture<List<FileDigest>> one : together) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(alone);
        }
    }

    @Test
    void training_leaves_the_parent_as_it_was() throws IOException {
        LearnerState parent =
                train(COMBINED, examples, Optional.empty()).learner().orElseThrow();
        List<FileDigest> before = AdapterDirectory.write(directory.resolve("a"), parent, "tiny");

        train(COMBINED, examples, Optional.of(parent));

        assertThat(AdapterDirectory.write(directory.resolve("b"), parent, "tiny"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(value = LossName.class)
    void every_loss_lowers_itself(LossName loss) {
        TrainedStep step = train(TrainingFixture.settings(Method.COMBINED, loss), examples, Optional.empty());

        Map<String, Double> metrics = step.report().metrics();
        assertThat(step.report().status()).isEqualTo(VersionStatus.ACCEPTED);
        assertThat(metrics.get("loss_last")).isLessThan(metrics.get("loss"));
        assertThat(metrics)
                .containsKeys("pg_loss", "opd_loss", "kl_base", "grad_norm", "tokens", "reward_mean")
                .containsEntry("optimizer_steps", 3.0)
                .containsEntry("examples", 4.0);
        assertThat(metrics.get("kl_base")).as("a new adapter is the base").isCloseTo(0, within(1e-6));
        assertThat(metrics.get("sampled_vs_trainer_logprob_max_diff")).isLessThan(1e-4);
        assertThat(step.learner().orElseThrow().moments().steps()).isEqualTo(3);
    }

    @Test
    void a_method_has_only_its_own_terms() {
        Map<String, Double> binary = train(
                        TrainingFixture.settings(Method.BINARY, LossName.PPO), examples, Optional.empty())
                .report()
                .metrics();
        Map<String, Double> distilled = train(
                        TrainingFixture.settings(Method.OPD, LossName.PPO), examples, Optional.empty())
                .report()
                .metrics();

        assertThat(binary).containsKey("pg_loss").doesNotContainKeys("opd_loss", "kl_base");
        assertThat(distilled).containsKey("opd_loss").doesNotContainKeys("pg_loss", "kl_base");
    }

    @Test
    void distillation_without_a_hint_has_nothing_to_learn() {
        List<TrainingExample> hintless = examples.stream()
                .map(e -> new TrainingExample(e.turnId(), e.agentSeq(), e.sampled(), 1, 1, "", List.of()))
                .toList();

        TrainedStep step = train(TrainingFixture.settings(Method.OPD, LossName.PPO), hintless, Optional.empty());

        assertThat(step.report().status()).isEqualTo(VersionStatus.SKIPPED);
        assertThat(step.report().reason()).isEqualTo("EMPTY");
    }

    @Test
    void a_skipped_batch_takes_no_step_and_still_knows_its_parent() {
        LearnerState parent =
                train(COMBINED, examples, Optional.empty()).learner().orElseThrow();
        TrainingBatch whole = TrainingFixture.batch(2, COMBINED, examples);
        TrainingBatch skipped = new TrainingBatch(
                whole.agentId(),
                2,
                "ZERO_VARIANCE",
                whole.seed(),
                COMBINED,
                examples,
                whole.foldPoint(),
                List.of(),
                whole.rollback());

        TrainedStep step = trainer.train(skipped, Optional.of(parent));

        assertThat(step.learner()).isEmpty();
        assertThat(step.report().status()).isEqualTo(VersionStatus.SKIPPED);
        assertThat(step.report().reason()).isEqualTo("ZERO_VARIANCE");
        assertThat(step.report().probe()).isEqualTo(probe(Optional.of(parent)));
    }

    @Test
    void a_step_that_is_not_finite_is_skipped() {
        TrainingExample first = examples.get(0);
        float[] absurd = new float[first.sampled().logProbs().length];
        Arrays.fill(absurd, -1e30f);
        Sampled sampled =
                new Sampled(first.sampled().promptTokenIds(), first.sampled().replyTokenIds(), absurd, 1);
        List<TrainingExample> broken =
                List.of(new TrainingExample("t", 1, sampled, 1, 1, "", List.of()), examples.get(1));

        TrainedStep step =
                train(TrainingFixture.settings(Method.BINARY, LossName.IMPORTANCE_SAMPLING), broken, Optional.empty());

        assertThat(step.report().status()).isEqualTo(VersionStatus.SKIPPED);
        assertThat(step.report().reason()).isEqualTo("NAN");
        assertThat(step.learner()).isEmpty();
        assertThat(step.report().metrics().values()).allMatch(Double::isFinite);
        assertThat(step.report().probe()).isEqualTo(probe(Optional.empty()));
    }

    @Test
    void the_probe_is_what_a_decoder_says_with_the_adapter() {
        TrainedStep step = train(COMBINED, examples, Optional.empty());

        assertThat(step.report().probe().prompt()).isEqualTo("molt probe");
        assertThat(step.report().probe()).isEqualTo(probe(step.learner()));
    }

    @Test
    void turns_too_long_to_compute_together_learn_the_same_apart() {
        List<TrainingExample> mixed = new ArrayList<>(examples.subList(0, 2));
        Sampled sampled = examples.get(2).sampled();
        int[] prompt = TinyPolicyFixture.randomTokens(1100, 1000, 3);
        float[] logProbs = new Decoder(policy).logProbs(prompt, sampled.replyTokenIds(), Optional.empty(), 1);
        mixed.add(new TrainingExample(
                "long", 9, new Sampled(prompt, sampled.replyTokenIds(), logProbs, 1), 1, 1, "", List.of()));

        TrainedStep apart = train(COMBINED, mixed, Optional.empty());

        List<TrainingExample> other = List.of(mixed.get(2), mixed.get(0), mixed.get(1));
        TrainedStep reordered = train(COMBINED, other, Optional.empty());
        assertThat(apart.report().metrics().get("loss"))
                .isCloseTo(reordered.report().metrics().get("loss"), within(1e-5));
        assertThat(apart.report().metrics().get("grad_norm"))
                .isCloseTo(reordered.report().metrics().get("grad_norm"), within(1e-3));
        assertClose(apart.learner().orElseThrow(), reordered.learner().orElseThrow());
    }

    @Test
    void distillation_leaves_out_a_long_turn_without_teacher_and_learns_from_the_others() {
        StepSettings opd = TrainingFixture.settings(Method.OPD, LossName.PPO);
        List<TrainingExample> hinted =
                examples.stream().filter(example -> !example.hint().isEmpty()).toList();
        Sampled sampled = hinted.get(0).sampled();
        int[] prompt = TinyPolicyFixture.randomTokens(1800, 1000, 3);
        float[] logProbs = new Decoder(policy).logProbs(prompt, sampled.replyTokenIds(), Optional.empty(), 1);
        TrainingExample tooLong = new TrainingExample(
                "long", 9, new Sampled(prompt, sampled.replyTokenIds(), logProbs, 1), -1, -1, "", List.of());
        List<TrainingExample> mixed = new ArrayList<>(hinted);
        mixed.add(tooLong);

        TrainedStep step = train(opd, mixed, Optional.empty());

        assertThat(step.report().status()).isEqualTo(VersionStatus.ACCEPTED);
        assertThat(step.report().metrics().get("hinted_examples")).isEqualTo(hinted.size());
        assertThat(step.report().metrics().get("grad_norm")).isPositive();
    }

    @Test
    void fingerprints_name_files_and_backend() {
        assertThat(trainer.fingerprints().model()).hasSize(64);
        assertThat(trainer.fingerprints().backend()).contains("djl 0.35", "pytorch 2.7", "threads 1");
    }

    private List<FileDigest> twoVersions(DjlTrainer by, Path to) throws IOException {
        LearnerState first = by.train(TrainingFixture.batch(1, COMBINED, examples), Optional.empty())
                .learner()
                .orElseThrow();
        LearnerState second = by.train(TrainingFixture.batch(2, COMBINED, examples), Optional.of(first))
                .learner()
                .orElseThrow();
        List<FileDigest> files = new ArrayList<>(AdapterDirectory.write(to.resolve("1"), first, "tiny"));
        files.addAll(AdapterDirectory.write(to.resolve("2"), second, "tiny"));
        return files;
    }

    private List<FileDigest> twoVersionsByAnother(Path to) {
        try (DjlTrainer other = trainer()) {
            return twoVersions(other, to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TrainedStep train(StepSettings settings, List<TrainingExample> batch, Optional<LearnerState> parent) {
        return trainer.train(TrainingFixture.batch(1, settings, batch), parent);
    }

    private Probe probe(Optional<LearnerState> learner) {
        int[] prompt = policy.template().prompt(List.of(new ChatMessage("user", "molt probe")));
        var greedy = new Decoder(policy).probe(prompt, 8, learner.map(LearnerState::adapter));
        return new Probe("molt probe", greedy.tokens(), greedy.logProbs());
    }

    private static void assertClose(LearnerState a, LearnerState b) {
        Map<String, Tensor> other = b.adapter().tensors();
        a.adapter().tensors().forEach((name, tensor) -> assertThat(tensor.data())
                .as(name)
                .containsExactly(other.get(name).data(), within(1e-3f)));
    }

    private DjlTrainer trainer() {
        try {
            return new DjlTrainer(policy);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
