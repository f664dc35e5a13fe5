package io.molt.policy.text;

import java.util.Arrays;

/** The byte-level BPE alphabet of GPT-2: every byte has a visible character of its own. */
final class ByteAlphabet {

    private static final int BYTES = 256;
    private static final char[] CHARS = chars();
    private static final int[] CODES = codes();

    private ByteAlphabet() {}

    static char toChar(int unsignedByte) {
        return CHARS[unsignedByte];
    }

    /** The byte of a character, or -1 if it is none of the alphabet. */
    static int toByte(char c) {
        return c < CODES.length ? CODES[c] : -1;
    }

    private static char[] chars() {
        char[] chars = new char[BYTES];
        int next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean visible = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
            chars[b] = (char) (visible ? b : next++);
        }
        return chars;
    }

    private static int[] codes() {
        int[] codes = new int[2 * BYTES];
        Arrays.fill(codes, -1);
        for (int b = 0; b < BYTES; b++) {
            codes[CHARS[b]] = b;
        }
        return codes;
    }
}
