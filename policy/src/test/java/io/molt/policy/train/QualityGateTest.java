package io.molt.policy.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.office.Persona;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.turn.Sampled;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityGateTest {

    private static final StepSettings BINARY = TrainingFixture.settings(Method.BINARY, LossName.PPO);

    private final List<TrainingExample> turns =
            new TrainingFixture(Persona.personas(1).get(0), 5).interactions(4, Optional.empty());

    @Test
    void a_step_that_unlearns_the_very_replies_that_are_held_out_is_refused_and_its_parent_stays() throws IOException {
        List<TrainingExample> punished =
                turns.stream().map(turn -> withReward(turn, -1)).toList();

        TrainedStep strict = step(0, punished, turns);
        TrainedStep lenient = step(50, punished, turns);

        assertThat(strict.report().status()).isEqualTo(VersionStatus.REFUSED);
        assertThat(strict.report().reason()).isEqualTo("QUALITY");
        assertThat(strict.report().metrics().get("heldout_logprob_change")).isNegative();
        assertThat(strict.learner()).isEmpty();
        assertThat(lenient.report().status()).isEqualTo(VersionStatus.ACCEPTED);
        assertThat(lenient.report().metrics().get("heldout_logprob_change"))
                .isEqualTo(strict.report().metrics().get("heldout_logprob_change"));
    }

    @Test
    void held_out_turns_that_the_policy_cannot_read_check_nothing() throws IOException {
        TrainingExample strange =
                withTokens(turns.get(0), new Sampled(new int[] {1}, new int[] {999_999}, new float[] {-1}, 1));

        TrainedStep step = step(0, turns, List.of(strange));

        assertThat(step.report().status()).isEqualTo(VersionStatus.ACCEPTED);
        assertThat(step.report().metrics()).doesNotContainKey("heldout_logprob_change");
    }

    @Test
    void the_limit_is_part_of_the_fingerprint_since_bytes_depend_on_it() throws IOException {
        try (TrainingBackend one = new DjlTrainer(TinyPolicyFixture.policy()).gated(0.25)) {
            assertThat(one.fingerprints().backend()).endsWith("quality.maxDrop 0.25");
        }
    }

    private static TrainedStep step(double maxDrop, List<TrainingExample> examples, List<TrainingExample> heldOut)
            throws IOException {
        try (TrainingBackend trainer = new DjlTrainer(TinyPolicyFixture.policy()).gated(maxDrop)) {
            return trainer.train(TrainingFixture.batch(1, BINARY, examples, heldOut), Optional.empty());
        }
    }

    private static TrainingExample withReward(TrainingExample turn, double reward) {
        return new TrainingExample(turn.turnId(), turn.agentSeq(), turn.sampled(), reward, reward, "", List.of());
    }

    private static TrainingExample withTokens(TrainingExample turn, Sampled sampled) {
        return new TrainingExample(turn.turnId(), turn.agentSeq(), sampled, 1, 1, "", List.of());
    }
}
