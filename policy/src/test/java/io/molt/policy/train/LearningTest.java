package io.molt.policy.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.evaluate.Evaluation;
import io.molt.policy.evaluate.Evaluation.Case;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.Persona;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.TrainingExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise of the recipe, outside the stream: a preference is learned in 36 interactions. */
class LearningTest {

    private static final int INTERACTIONS = 36;
    private static final int BATCH = 4;
    private static final int PROMPTS = 60;

    private final PolicyDirectory policy = TinyPolicyFixture.policy();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void thirty_six_interactions_raise_held_out_success_by_a_half(long seed) throws IOException {
        Persona persona = Persona.personas(seed).get(0);
        TrainingFixture user = new TrainingFixture(persona, seed);
        Optional<LearnerState> learner = Optional.empty();
        try (DjlTrainer trainer = new DjlTrainer(policy);
                Evaluation evaluation = new Evaluation(policy)) {
            double before = success(evaluation, persona, learner);

            for (int k = 1; k <= INTERACTIONS / BATCH; k++) {
                List<TrainingExample> examples = user.interactions(BATCH, learner.map(LearnerState::adapter));
                TrainedStep step = trainer.train(
                        TrainingFixture.batch(k, TrainingFixture.settings(Method.COMBINED, LossName.PPO), examples),
                        learner);
                learner = step.learner();
            }

            assertThat(success(evaluation, persona, learner)).isGreaterThan(before + 0.5);
            assertThat(elsewhere(evaluation, persona, learner)).isGreaterThanOrEqualTo(0.9);
        }
    }

    private static double success(Evaluation evaluation, Persona persona, Optional<LearnerState> learner) {
        SplittableRandom random = new SplittableRandom(4242);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            RequestType type = persona.types().get(i % persona.types().size());
            OfficeRequest request = Office.request(type, Split.EVALUATION, random);
            cases.add(Case.of(Office.ask(request.question(), List.of()), persona.accepted(request)));
        }
        return evaluation.summary(cases, learner.map(LearnerState::adapter)).success();
    }

    /** Share of other requests whose greedy reply is still valid. */
    private static double elsewhere(Evaluation evaluation, Persona persona, Optional<LearnerState> learner) {
        SplittableRandom random = new SplittableRandom(777);
        List<Case> cases = new ArrayList<>();
        for (RequestType type : RequestType.values()) {
            for (int i = 0; !persona.types().contains(type) && i < PROMPTS / 3; i++) {
                OfficeRequest request = Office.request(type, Split.EVALUATION, random);
                cases.add(new Case(Office.ask(request.question(), List.of()), request.replies()));
            }
        }
        return evaluation.summary(cases, learner.map(LearnerState::adapter)).greedy();
    }
}
