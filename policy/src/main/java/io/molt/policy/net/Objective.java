package io.molt.policy.net;

import io.molt.policy.loss.TokenLoss;
import java.util.List;

/**
 * What a step minimises over the scored tokens of some sequences, each term a sum over tokens divided by
 * {@code tokens}.
 *
 * @param sequences the turns
 * @param policyGradient the weighted token losses
 * @param distillation the reverse KL to a teacher
 * @param klToBase weight of the KL to the base model; 0 leaves it out
 * @param tokens what sums are divided by: the scored tokens of the whole batch
 */
public record Objective(
        List<TokenBatch.Sequence> sequences,
        PolicyGradient policyGradient,
        Distillation distillation,
        double klToBase,
        int tokens) {

    public Objective {
        sequences = List.copyOf(sequences);
    }

    /**
     * Token losses.
     *
     * @param loss the formula
     * @param anchors log-probability that each scored token's ratio is taken against
     * @param advantages of each scored token
     * @param weights of each scored token's loss
     * @param weight of the term; 0 leaves it out
     */
    public record PolicyGradient(TokenLoss loss, float[] anchors, float[] advantages, float[] weights, double weight) {}

    /**
     * Distillation from the base model with a hint.
     *
     * @param teacher the same replies after prompts with a hint, for the turns that have one
     * @param rows which scored tokens those are, in the same order
     * @param weight of the term; 0 leaves it out
     */
    public record Distillation(List<TokenBatch.Sequence> teacher, int[] rows, double weight) {

        public Distillation {
            teacher = List.copyOf(teacher);
        }

        public boolean present() {
            return weight != 0 && rows.length > 0;
        }
    }
}
