package io.molt.policy.loss;

import java.util.Arrays;

/** Rewards relative to a baseline. */
public final class Advantages {

    private static final double BATCH_EPSILON = 1e-8;
    private static final double GROUP_EPSILON = 1e-6;

    private Advantages() {}

    /** Centred and scaled by the population's deviation over the batch. */
    public static double[] batchStandardised(double[] rewards) {
        return scaled(rewards, rewards.length, BATCH_EPSILON);
    }

    /** Centred and scaled by the sample's deviation over a group of answers to one prompt (GRPO, arXiv 2402.03300). */
    public static double[] groupStandardised(double[] rewards) {
        return scaled(rewards, rewards.length - 1, GROUP_EPSILON);
    }

    /** Centred over a group, not scaled. */
    public static double[] groupCentred(double[] rewards) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        return Arrays.stream(rewards).map(reward -> reward - mean).toArray();
    }

    /**
     * Discounted returns of REINFORCE++ (arXiv 2501.03262): each token pays for its KL, the last masked-in one earns
     * the reward.
     *
     * @param kl of each token
     * @param mask which tokens count
     * @param klWeight what a unit of KL costs
     * @param discount per token
     */
    public static double[] reinforcePlusPlus(
            double reward, double[] kl, boolean[] mask, double klWeight, double discount) {
        int last = mask.length - 1;
        while (last >= 0 && !mask[last]) {
            last--;
        }
        double[] returns = new double[kl.length];
        double following = 0;
        for (int t = kl.length - 1; t >= 0; t--) {
            double earned = (mask[t] ? -klWeight * kl[t] : 0) + (t == last ? reward : 0);
            following = earned + discount * following;
            returns[t] = following;
        }
        return returns;
    }

    private static double[] scaled(double[] rewards, int divisor, double epsilon) {
        double[] centred = groupCentred(rewards);
        double squares = Arrays.stream(centred).map(c -> c * c).sum();
        double deviation = Math.sqrt(squares / divisor);
        return Arrays.stream(centred).map(c -> c / (deviation + epsilon)).toArray();
    }
}
