package io.molt.policy.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses tokens from logits; the arithmetic is in double. */
final class Chooser {

    private final double temperature;
    private final double topP;
    private final SplittableRandom random;

    Chooser(Sampling sampling) {
        this.temperature = sampling.temperature();
        this.topP = sampling.topP();
        this.random = new SplittableRandom(sampling.seed());
    }

    int choose(float[] logits) {
        if (temperature == 0) {
            return likeliest(logits);
        }
        double[] weights = weights(logits, temperature);
        if (topP < 1) {
            cut(weights);
        }
        double at = random.nextDouble() * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                at -= weights[i];
                if (at < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** The first of the likeliest tokens. */
    static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Natural log-probability at a temperature; 0 counts as 1. */
    static float logProb(float[] logits, int token, double temperature) {
        double t = temperature == 0 ? 1 : temperature;
        double highest = logits[likeliest(logits)];
        double sum = Arrays.stream(weights(logits, t)).sum();
        return (float) ((logits[token] - highest) / t - Math.log(sum));
    }

    private static double[] weights(float[] logits, double temperature) {
        double highest = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((logits[i] - highest) / temperature);
        }
        return weights;
    }

    /** Zeroes all but the likeliest tokens that together reach top-p. */
    private void cut(double[] weights) {
        double left = Arrays.stream(weights).sum() * topP;
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> weights[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i : order) {
            if (left <= 0) {
                weights[i] = 0;
            }
            left -= weights[i];
        }
    }
}
