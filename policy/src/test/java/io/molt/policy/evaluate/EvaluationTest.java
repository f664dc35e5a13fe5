package io.molt.policy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.decode.Decoder;
import io.molt.policy.evaluate.Evaluation.Case;
import io.molt.policy.evaluate.Evaluation.Score;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.policy.pretrain.RuleReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final List<RequestType> TYPES = List.of(RequestType.values());

    private final PolicyDirectory policy = TinyPolicyFixture.policy();
    private final Evaluation evaluation = new Evaluation(policy);

    @AfterEach
    void close() {
        evaluation.close();
    }

    @Test
    void success_is_the_probability_of_the_reply_and_its_end() {
        Optional<LoraAdapter> adapter = Optional.of(TinyPolicyFixture.randomAdapter(policy.config(), 16, 0.01, 1));
        List<Case> cases = cases(40);

        List<Score> scores = evaluation.scores(cases, adapter);

        for (int i = 0; i < cases.size(); i++) {
            Case one = cases.get(i);
            double logProb = 0;
            for (float token : new Decoder(policy)
                    .logProbs(
                            policy.template().prompt(one.prompt()),
                            policy.template().reply(one.accepted().get(0)),
                            adapter,
                            1)) {
                logProb += token;
            }
            assertThat(scores.get(i).probabilities().get(0)).isCloseTo(Math.exp(logProb), within(1e-4));
            assertThat(scores.get(i).success())
                    .isBetween(scores.get(i).probabilities().get(0), 1.0001);
        }
    }

    /** What the built-in policy was made for; the README has the numbers of more prompts. */
    @Test
    void the_tiny_policy_has_no_preference_and_obeys_rules() {
        Map<String, Double> rows = new RuleReport(evaluation, 60, 5).rows();

        assertThat(rows.get("no rule, any convention, greedy")).isGreaterThanOrEqualTo(0.98);
        assertThat(rows.get("no rule, entropy of conventions")).isGreaterThanOrEqualTo(1.25);
        assertThat(rows.get("one rule, greedy")).isGreaterThanOrEqualTo(0.98);
        assertThat(rows.get("held-out paraphrase, greedy")).isGreaterThanOrEqualTo(0.97);
        assertThat(rows.get("three rules, greedy")).isGreaterThanOrEqualTo(0.97);
        assertThat(rows.get("rule as a held-out correction, greedy")).isGreaterThanOrEqualTo(0.97);
        assertThat(rows.get("word after held-out thanks, greedy")).isGreaterThanOrEqualTo(0.95);
        assertThat(rows.get("word after held-out correction, greedy")).isGreaterThanOrEqualTo(0.95);
    }

    private static List<Case> cases(int n) {
        SplittableRandom random = new SplittableRandom(2);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            OfficeRequest request = Office.request(TYPES.get(i % TYPES.size()), Split.EVALUATION, random);
            cases.add(new Case(Office.ask(request.question(), List.of()), request.replies()));
        }
        return cases;
    }
}
