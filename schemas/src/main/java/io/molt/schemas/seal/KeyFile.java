package io.molt.schemas.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a key's file says.
 *
 * @param destroyedAtMillis epoch milliseconds UTC; 0 if it lives
 * @param secret 32 bytes; zeros if it was destroyed
 */
record KeyFile(long destroyedAtMillis, byte[] secret) {

    private static final int SECRET_BYTES = 32;

    /** Length of the file. */
    static final int BYTES = Long.BYTES + SECRET_BYTES;

    KeyFile {
        if (destroyedAtMillis < 0 || secret.length != SECRET_BYTES || (destroyedAtMillis != 0) != isZero(secret)) {
            throw new IllegalArgumentException("neither a key nor a destroyed one");
        }
    }

    static KeyFile fresh(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeyFile(0, secret);
    }

    static KeyFile destroyed(long atMillis) {
        return new KeyFile(atMillis, new byte[SECRET_BYTES]);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if these bytes are none
     */
    static KeyFile of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes");
        }
        return new KeyFile(ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, BYTES));
    }

    ByteBuffer bytes() {
        return ByteBuffer.allocate(BYTES).putLong(destroyedAtMillis).put(secret).flip();
    }

    boolean destroyed() {
        return destroyedAtMillis != 0;
    }

    /** Ids are anybody's text: as names they are hashes, 128 bits of SHA-256 in hex. */
    static String hash(String id) {
        return HexFormat.of().formatHex(sha256(id.getBytes(UTF_8)), 0, 16);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyFile that
                && destroyedAtMillis == that.destroyedAtMillis
                && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(destroyedAtMillis);
    }

    @Override
    public String toString() {
        return destroyed() ? "KeyFile[destroyed]" : "KeyFile[living]";
    }
}
