package io.molt.policy.model;

/**
 * Grouped-query attention with rotary positions.
 *
 * @param heads query heads
 * @param keyValueHeads shared by {@code heads / keyValueHeads} query heads each
 * @param headDim width of a head, even
 * @param ropeTheta base of the rotary frequencies
 */
public record Attention(int heads, int keyValueHeads, int headDim, double ropeTheta) {

    public int queryWidth() {
        return heads * headDim;
    }

    public int keyWidth() {
        return keyValueHeads * headDim;
    }

    /** How many query heads share a key head. */
    public int group() {
        return heads / keyValueHeads;
    }
}
