package io.molt.schemas.adapter;

import java.util.Arrays;

/**
 * How the trainer knows its adapter again: greedy tokens after a fixed prompt and their log-probabilities. The proxy
 * asks the engine the same before it routes to the version.
 *
 * @param prompt the user message of the fixed prompt, asked without a system message
 * @param tokenIds greedy continuation
 * @param logProbs of {@code tokenIds} at temperature 1, same length
 */
public record Probe(String prompt, int[] tokenIds, float[] logProbs) {

    public Probe {
        if (tokenIds.length != logProbs.length) {
            throw new IllegalArgumentException(
                    "a probe of " + tokenIds.length + " tokens came with " + logProbs.length + " log-probabilities");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Probe that
                && prompt.equals(that.prompt)
                && Arrays.equals(tokenIds, that.tokenIds)
                && Arrays.equals(logProbs, that.logProbs);
    }

    @Override
    public int hashCode() {
        return prompt.hashCode() + Arrays.hashCode(tokenIds);
    }
}
