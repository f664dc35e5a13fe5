package io.molt.schemas.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * A hash as bytes: 0xFF, which no UTF-8 text begins with, and the 16 bytes that 32 lower-case hexadecimal digits stand for. Any
 * other text is its own UTF-8, as hashes were before they were packed.
 */
final class PackedHash {

    private static final int BYTES = 16;
    private static final byte MARK = (byte) 0xFF;

    private PackedHash() {}

    static byte[] pack(String hash) {
        if (hash.length() != 2 * BYTES) {
            return hash.getBytes(UTF_8);
        }
        byte[] packed = new byte[1 + BYTES];
        packed[0] = MARK;
        for (int i = 0; i < BYTES; i++) {
            int high = digit(hash.charAt(2 * i));
            int low = digit(hash.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                return hash.getBytes(UTF_8);
            }
            packed[1 + i] = (byte) (high << 4 | low);
        }
        return packed;
    }

    static String unpack(byte[] bytes) {
        return bytes.length == 1 + BYTES && bytes[0] == MARK
                ? HexFormat.of().formatHex(bytes, 1, bytes.length)
                : new String(bytes, UTF_8);
    }

    private static int digit(char each) {
        if (each >= '0' && each <= '9') {
            return each - '0';
        }
        return each >= 'a' && each <= 'f' ? each - 'a' + 10 : -1;
    }
}
