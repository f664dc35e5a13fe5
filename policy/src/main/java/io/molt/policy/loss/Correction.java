package io.molt.policy.loss;

/** Corrects for sampling and training by slightly different policies. */
public final class Correction {

    /** Weights above this are cut. */
    public static final double LIMIT = 2;

    private Correction() {}

    /** Truncated importance sampling: {@code min(exp(p - q), limit)}. */
    public static double truncated(double logRatio, double limit) {
        return Math.min(Math.exp(logRatio), limit);
    }
}
