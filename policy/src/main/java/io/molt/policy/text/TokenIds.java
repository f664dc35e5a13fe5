package io.molt.policy.text;

import java.util.Arrays;

/** Lists of token ids. */
public final class TokenIds {

    private TokenIds() {}

    /** One after the other. */
    public static int[] concat(int[]... parts) {
        int[] all = new int[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
