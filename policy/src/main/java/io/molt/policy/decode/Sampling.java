package io.molt.policy.decode;

import java.util.Set;

/**
 * How to choose tokens.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topP chooses among the likeliest tokens that together have this probability, above 0 to 1; log-probabilities
 *     are reported without this cut
 * @param maxTokens of the reply, 1 or more; the context length may end it earlier
 * @param seed of the choices
 * @param stopIds tokens that end the reply; the one that does is part of it
 */
public record Sampling(double temperature, double topP, int maxTokens, long seed, Set<Integer> stopIds) {

    public Sampling {
        stopIds = Set.copyOf(stopIds);
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be 0 or more, but was " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p must be above 0 and at most 1, but was " + topP);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("a reply needs at least 1 token, but maxTokens was " + maxTokens);
        }
    }
}
