package io.molt.policy.decode;

import java.util.Arrays;

/**
 * A reply.
 *
 * @param tokens in order, with the stop token if one ended it
 * @param logProbs natural log-probability of each token under the distribution that was sampled (temperature included,
 *     top-p not); for greedy replies at temperature 1
 * @param ending why it ended
 */
public record Generation(int[] tokens, float[] logProbs, Ending ending) {

    /** Why a reply ended. */
    public enum Ending {
        /** A stop token was chosen. */
        STOP,
        /** The reply, or the context, is full. */
        LENGTH,
        /** The listener did not want to hear more. */
        CANCELLED
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Generation that
                && Arrays.equals(tokens, that.tokens)
                && Arrays.equals(logProbs, that.logProbs)
                && ending == that.ending;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }
}
