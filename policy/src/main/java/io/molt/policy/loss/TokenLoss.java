package io.molt.policy.loss;

/**
 * The loss of one token, to be made small. {@code anchor} is the log-probability that the ratio is taken against: q,
 * or p where the step recomputes it.
 */
public sealed interface TokenLoss {

    /** The loss at log-probability {@code x}. */
    double of(double x, double anchor, double advantage);

    /** {@code -A x}: what is wanted has a positive weight. */
    record CrossEntropy() implements TokenLoss {
        @Override
        public double of(double x, double anchor, double advantage) {
            return -advantage * x;
        }
    }

    /** {@code -rho A}, unclipped. */
    record ImportanceSampling() implements TokenLoss {
        @Override
        public double of(double x, double anchor, double advantage) {
            return -Math.exp(x - anchor) * advantage;
        }
    }

    /**
     * {@code -min(rho A, clip(rho) A)} (Schulman et al. 2017, arXiv 1707.06347).
     *
     * @param low smallest ratio
     * @param high largest ratio
     */
    record Ppo(double low, double high) implements TokenLoss {

        /** With more room upwards (DAPO, arXiv 2503.14476). */
        public static final Ppo CLIP_HIGHER = new Ppo(0.8, 1.28);

        @Override
        public double of(double x, double anchor, double advantage) {
            double rho = Math.exp(x - anchor);
            return -Math.min(rho * advantage, clip(rho, low, high) * advantage);
        }

        /** The same, and never more than {@code limit |A|} for a negative advantage (arXiv 1912.09729). */
        public double dualClipped(double x, double anchor, double advantage, double limit) {
            double loss = of(x, anchor, advantage);
            return advantage < 0 ? Math.min(loss, -limit * advantage) : loss;
        }
    }

    /**
     * {@code -sg(clip(rho)) A x} (MiniMax-M1, arXiv 2506.13585): the ratio weighs, but is not differentiated.
     *
     * @param low smallest weight
     * @param high largest weight
     */
    record Cispo(double low, double high) implements TokenLoss {

        /** Clipped above only. */
        public static final Cispo ONE_SIDED = new Cispo(0, 4);

        @Override
        public double of(double x, double anchor, double advantage) {
            return -weight(x - anchor) * advantage * x;
        }

        /** The constant that a token's gradient is multiplied by, from its log ratio. */
        public double weight(double logRatio) {
            return clip(Math.exp(logRatio), low, high);
        }
    }

    /**
     * {@code -(A x - beta / 2 (x - q)^2)}.
     *
     * @param beta pull towards the sampling policy
     */
    record Dro(double beta) implements TokenLoss {
        @Override
        public double of(double x, double anchor, double advantage) {
            double distance = x - anchor;
            return -(advantage * x - 0.5 * beta * distance * distance);
        }
    }

    private static double clip(double value, double low, double high) {
        return Math.min(Math.max(value, low), high);
    }
}
