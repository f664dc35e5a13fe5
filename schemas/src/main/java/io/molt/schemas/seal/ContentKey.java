package io.molt.schemas.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a session's content is sealed with.
 *
 * @param generation 1 for the first; a session that goes on after it was forgotten gets the next one
 * @param secret 32 bytes
 */
record ContentKey(int generation, byte[] secret) {

    /** Tells keys apart without telling them: the first 8 bytes of a SHA-256. */
    long fingerprint() {
        return ByteBuffer.wrap(KeyFile.sha256(secret)).getLong();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentKey that && generation == that.generation && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return generation;
    }

    @Override
    public String toString() {
        return "ContentKey[generation=" + generation + "]";
    }
}
