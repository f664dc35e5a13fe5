package io.molt.policy.pretrain;

import io.molt.policy.evaluate.Evaluation;
import io.molt.policy.evaluate.Evaluation.Case;
import io.molt.policy.evaluate.Evaluation.Score;
import io.molt.policy.office.Office;
import io.molt.policy.office.OfficeRequest;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** How well a pre-trained policy does what it should: no preference without rules, obedience with them. */
public final class RuleReport {

    private final Evaluation evaluation;
    private final int prompts;
    private final SplittableRandom random;

    /**
     * A report.
     *
     * @param prompts per row; topics are held out of pre-training
     */
    public RuleReport(Evaluation evaluation, int prompts, long seed) {
        this.evaluation = evaluation;
        this.prompts = prompts;
        this.random = new SplittableRandom(seed);
    }

    /** Numbers by name: shares from 0 to 1, and the entropy over the four conventions in nats (at most 1.386). */
    public Map<String, Double> rows() {
        Map<String, Double> rows = new LinkedHashMap<>();
        withoutRules(rows);
        obeyed(rows, "one rule", Split.INTERACTION, 0, false);
        obeyed(rows, "held-out paraphrase", Split.EVALUATION, 0, false);
        obeyed(rows, "three rules", Split.INTERACTION, 2, false);
        obeyed(rows, "five rules", Split.INTERACTION, 4, false);
        obeyed(rows, "rule as a held-out correction", Split.EVALUATION, 0, true);
        acknowledged(rows);
        return rows;
    }

    private void withoutRules(Map<String, Double> rows) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            OfficeRequest request = request(i);
            cases.add(new Case(Office.ask(request.question(), List.of()), request.replies()));
        }
        double entropy = 0;
        for (Score score : evaluation.scores(cases, Optional.empty())) {
            for (double probability : score.probabilities()) {
                double share = probability / score.success();
                entropy -= share > 0 ? share * Math.log(share) / prompts : 0;
            }
        }
        put(rows, "no rule, any convention", cases);
        rows.put("no rule, entropy of conventions", entropy);
    }

    private void obeyed(Map<String, Double> rows, String name, Split wording, int others, boolean corrections) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            OfficeRequest request = request(i);
            int convention = random.nextInt(RequestType.CONVENTIONS);
            List<String> rules = new ArrayList<>();
            rules.add(
                    corrections
                            ? Office.correction(request.type(), convention, wording, random)
                            : Office.rule(request.type(), convention, wording, random));
            for (int other = 1; other <= others; other++) {
                int any = random.nextInt(RequestType.CONVENTIONS);
                int at = random.nextInt(rules.size() + 1);
                rules.add(at, Office.rule(type(i + other), any, Split.INTERACTION, random));
            }
            cases.add(Case.of(
                    Office.ask(request.question(), rules), request.replies().get(convention)));
        }
        put(rows, name, cases);
    }

    private void acknowledged(Map<String, Double> rows) {
        List<Case> thanks = new ArrayList<>();
        List<Case> corrections = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            OfficeRequest request = request(i);
            int convention = random.nextInt(RequestType.CONVENTIONS);
            List<ChatMessage> messages = new ArrayList<>(Office.ask(request.question(), List.of()));
            messages.add(new ChatMessage("assistant", request.replies().get(convention)));
            List<ChatMessage> thanked = new ArrayList<>(messages);
            thanked.add(new ChatMessage("user", Office.thanks(Split.EVALUATION, random)));
            thanks.add(Case.of(thanked, Office.WELCOME));
            int wanted = (convention + 1) % RequestType.CONVENTIONS;
            messages.add(new ChatMessage("user", Office.correction(request.type(), wanted, Split.EVALUATION, random)));
            corrections.add(Case.of(messages, Office.UNDERSTOOD));
        }
        put(rows, "word after held-out thanks", thanks);
        put(rows, "word after held-out correction", corrections);
    }

    private void put(Map<String, Double> rows, String name, List<Case> cases) {
        Evaluation.Summary summary = evaluation.summary(cases, Optional.empty());
        rows.put(name + ", greedy", summary.greedy());
        rows.put(name + ", T=1", summary.success());
    }

    private OfficeRequest request(int i) {
        return Office.request(type(i), Split.EVALUATION, random);
    }

    private static RequestType type(int i) {
        RequestType[] types = RequestType.values();
        return types[i % types.length];
    }
}
