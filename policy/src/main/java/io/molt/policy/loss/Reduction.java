package io.molt.policy.loss;

import java.util.Arrays;
import java.util.List;

/** From losses of tokens to one number. */
public final class Reduction {

    private Reduction() {}

    /** Every token counts the same. */
    public static double tokenMean(List<double[]> sequences) {
        return sequences.stream().flatMapToDouble(Arrays::stream).average().orElse(0);
    }

    /** Every sequence counts the same. */
    public static double sampleMean(List<double[]> sequences) {
        return sequences.stream()
                .mapToDouble(tokens -> Arrays.stream(tokens).average().orElse(0))
                .average()
                .orElse(0);
    }

    /**
     * The weight of a token where every rollout counts the same, however many rows it was cut into.
     *
     * @param rolloutTokens masked-in tokens of its whole rollout
     * @param rows trained rows of all rollouts
     */
    public static double perRolloutWeight(int rolloutTokens, int rows) {
        return 1.0 / ((double) rolloutTokens * rows);
    }
}
