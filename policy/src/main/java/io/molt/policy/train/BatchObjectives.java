package io.molt.policy.train;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.loss.Correction;
import io.molt.policy.loss.TokenLoss;
import io.molt.policy.net.Objective;
import io.molt.policy.net.PolicyGraph;
import io.molt.policy.net.TokenBatch;
import io.molt.policy.net.TokenBatch.Sequence;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a batch asks the adapter to become. Long turns are computed apart from each other, so that memory stays
 * bounded; the sum of their gradients is that of the whole batch.
 */
final class BatchObjectives {

    private static final int MAX_POSITIONS = 2048;

    private final PolicyGraph graph;
    private final Examples examples;

    BatchObjectives(PolicyGraph graph, Examples examples) {
        this.graph = graph;
        this.examples = examples;
    }

    /**
     * The objectives of a batch, and how the recorded log-probabilities compare with the parent's.
     *
     * @param parts to be minimised together
     * @param mismatch largest difference of a recorded log-probability from the trainer's
     * @param hinted turns that have a teacher
     * @param tokens of all replies
     */
    record Plan(List<Objective> parts, double mismatch, int hinted, int tokens) {}

    Plan plan(List<TrainingExample> batch, StepSettings settings, LoraAdapter parent) {
        int tokens = batch.stream()
                .mapToInt(example -> example.sampled().replyTokenIds().length)
                .sum();
        List<Objective> parts = new ArrayList<>();
        double mismatch = 0;
        int hinted = 0;
        for (List<TrainingExample> part : split(batch)) {
            float[] recomputed = graph.score(
                            new TokenBatch(part.stream().map(Examples::student).toList()), Optional.of(parent))
                    .logProbs();
            mismatch = Math.max(mismatch, mismatch(part, recomputed));
            Objective.Distillation distillation = distillation(part, settings.method());
            hinted += distillation.teacher().size();
            if (settings.method() == Method.OPD && !distillation.present()) {
                continue; // its teacher did not fit: a part without any term has no gradient
            }
            parts.add(new Objective(
                    part.stream().map(Examples::student).toList(),
                    policyGradient(part, settings, recomputed),
                    distillation,
                    settings.method() == Method.COMBINED ? settings.klToBase() : 0,
                    tokens));
        }
        return new Plan(parts, mismatch, hinted, tokens);
    }

    private static List<List<TrainingExample>> split(List<TrainingExample> batch) {
        List<List<TrainingExample>> parts = new ArrayList<>();
        int from = 0;
        int longest = 0;
        for (int i = 0; i < batch.size(); i++) {
            longest = Math.max(longest, Examples.length(batch.get(i)));
            if (i > from && longest * (i + 1 - from) > MAX_POSITIONS) {
                parts.add(batch.subList(from, i));
                from = i;
                longest = Examples.length(batch.get(i));
            }
        }
        parts.add(batch.subList(from, batch.size()));
        return parts;
    }

    private static Objective.PolicyGradient policyGradient(
            List<TrainingExample> part, StepSettings settings, float[] recomputed) {
        boolean proximal = settings.loss() == LossName.PPO;
        float[] anchors = new float[recomputed.length];
        float[] advantages = new float[recomputed.length];
        float[] weights = new float[recomputed.length];
        int n = 0;
        for (TrainingExample example : part) {
            for (float q : example.sampled().logProbs()) {
                float p = recomputed[n];
                anchors[n] = proximal ? p : q;
                weights[n] = proximal ? (float) Correction.truncated(p - q, Correction.LIMIT) : 1;
                advantages[n] = (float) example.advantage();
                n++;
            }
        }
        double weight = settings.method() == Method.OPD ? 0 : 1;
        return new Objective.PolicyGradient(loss(settings.loss()), anchors, advantages, weights, weight);
    }

    private static TokenLoss loss(LossName name) {
        return switch (name) {
            case IMPORTANCE_SAMPLING -> new TokenLoss.ImportanceSampling();
            case PPO -> TokenLoss.Ppo.CLIP_HIGHER;
            case CISPO -> TokenLoss.Cispo.ONE_SIDED;
        };
    }

    private Objective.Distillation distillation(List<TrainingExample> part, Method method) {
        List<Sequence> teachers = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        int n = 0;
        for (TrainingExample example : part) {
            int reply = example.sampled().replyTokenIds().length;
            if (method != Method.BINARY && examples.hasTeacher(example)) {
                teachers.add(examples.teacher(example));
                for (int i = 0; i < reply; i++) {
                    rows.add(n + i);
                }
            }
            n += reply;
        }
        return new Objective.Distillation(
                teachers, rows.stream().mapToInt(Integer::intValue).toArray(), method == Method.BINARY ? 0 : 1);
    }

    private static double mismatch(List<TrainingExample> part, float[] recomputed) {
        double largest = 0;
        int n = 0;
        for (TrainingExample example : part) {
            for (float q : example.sampled().logProbs()) {
                largest = Math.max(largest, Math.abs(q - recomputed[n++]));
            }
        }
        return largest;
    }
}
