package io.molt.proxy.http;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Bytes that come piece by piece; copied once where it was told before how many will come. */
final class GrowingBytes {

    /** Who says that more will come must send it first. */
    private static final int MOST_BELIEVED = 256 << 10;

    private final long expected;
    private final long most;
    private byte[] bytes;
    private int length;

    /**
     * None yet.
     *
     * @param expected how many will come; 0 if nobody knows
     * @param most that anybody will append
     */
    GrowingBytes(long expected, long most) {
        this.expected = Math.min(expected, most);
        this.most = most;
        this.bytes = new byte[0];
    }

    int length() {
        return length;
    }

    /** How many bytes of memory it will take with so many more; none before the first. */
    int capacityWith(int more) {
        int needed = Math.addExact(length, more);
        if (needed <= bytes.length) {
            return bytes.length;
        }
        long twice =
                length == 0 ? Math.min(expected, MOST_BELIEVED) : Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
        return (int) Math.max(needed, Math.min(twice, needed <= expected ? expected : most));
    }

    void append(Buffer more) {
        int needed = Math.addExact(length, more.length());
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacityWith(more.length()));
        }
        more.getBytes(bytes, length);
        length = needed;
    }

    /** Nobody wants them. */
    void drop() {
        bytes = new byte[0];
        length = 0;
    }

    /** All of them, which are not held here any more. */
    byte[] taken() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        drop();
        return whole;
    }
}
