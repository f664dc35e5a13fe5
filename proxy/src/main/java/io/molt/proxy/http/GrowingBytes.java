package io.molt.proxy.http;

import java.util.Arrays;

/** Bytes that come piece by piece; copied once where it was told before how many will come. */
final class GrowingBytes {

    /** Who says that more will come must send it first. */
    private static final int MOST_BELIEVED = 256 << 10;

    private byte[] bytes;
    private int length;

    /**
     * None yet.
     *
     * @param expected how many will come; 0 if nobody knows
     */
    GrowingBytes(long expected) {
        bytes = new byte[(int) Math.max(0, Math.min(expected, MOST_BELIEVED))];
    }

    int length() {
        return length;
    }

    void append(byte[] more) {
        int needed = Math.addExact(length, more.length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(more, 0, bytes, length, more.length);
        length = needed;
    }

    /** All of them, which are not held here any more. */
    byte[] taken() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        length = 0;
        return whole;
    }
}
