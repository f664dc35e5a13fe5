package io.molt.schemas.turn;

import java.util.Arrays;

/**
 * The tokens of a turn as the engine sampled them; never re-tokenised. All empty if the engine did not tell.
 *
 * @param promptTokenIds the whole prompt, template included
 * @param replyTokenIds the reply, end-of-turn token included when it was sampled
 * @param logProbs natural log-probabilities of {@code replyTokenIds} under the distribution that was sampled
 *     (temperature included), same length
 * @param temperature of sampling; 0 is greedy, and then {@code logProbs} are those at temperature 1
 */
public record Sampled(int[] promptTokenIds, int[] replyTokenIds, float[] logProbs, double temperature) {

    /** A turn whose tokens are not known. */
    public static final Sampled UNKNOWN = new Sampled(new int[0], new int[0], new float[0], 1);

    public Sampled {
        if (replyTokenIds.length != logProbs.length) {
            throw new IllegalArgumentException("a reply of " + replyTokenIds.length + " tokens came with "
                    + logProbs.length + " log-probabilities");
        }
    }

    public boolean known() {
        return promptTokenIds.length > 0 && replyTokenIds.length > 0;
    }

    /** As many tokens, and none of them told: zeros. */
    public Sampled withoutTokens() {
        return new Sampled(
                new int[promptTokenIds.length], new int[replyTokenIds.length], new float[logProbs.length], temperature);
    }

    /** Whether these are the zeros of {@link #withoutTokens}, from which nothing can be learned. */
    public boolean forgotten() {
        return known() && allZero(promptTokenIds) && allZero(replyTokenIds);
    }

    private static boolean allZero(int[] ids) {
        return Arrays.stream(ids).allMatch(id -> id == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sampled that
                && Arrays.equals(promptTokenIds, that.promptTokenIds)
                && Arrays.equals(replyTokenIds, that.replyTokenIds)
                && Arrays.equals(logProbs, that.logProbs)
                && Double.compare(temperature, that.temperature) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(promptTokenIds) + Arrays.hashCode(replyTokenIds);
    }

    @Override
    public String toString() {
        return "Sampled[prompt=" + promptTokenIds.length + " tokens, reply=" + replyTokenIds.length + " tokens]";
    }
}
