package io.molt.schemas;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A record of {@code turns} or {@code scored} whose content is encrypted.
 *
 * @param agentId whose
 * @param sessionId the conversation, which has the key
 * @param turnId which turn
 * @param generation of the key
 * @param fingerprint of the key, the first 8 bytes of its SHA-256: another key in its place is found out
 * @param remains the record without its content, encoded; empty if nothing of it is of use without
 * @param sealed 12 bytes of nonce, then the whole encoded record, compressed (zstd) and encrypted (AES-256-GCM) together with
 *     the other components as associated data
 */
public record SealedRecord(
        String agentId,
        String sessionId,
        String turnId,
        int generation,
        long fingerprint,
        byte[] remains,
        byte[] sealed) {

    public SealedRecord {
        requireNonNull(agentId, "agentId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(turnId, "turnId");
        requireNonNull(remains, "remains");
        requireNonNull(sealed, "sealed");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedRecord that
                && agentId.equals(that.agentId)
                && sessionId.equals(that.sessionId)
                && turnId.equals(that.turnId)
                && generation == that.generation
                && fingerprint == that.fingerprint
                && Arrays.equals(remains, that.remains)
                && Arrays.equals(sealed, that.sealed);
    }

    @Override
    public int hashCode() {
        return turnId.hashCode() * 31 + Arrays.hashCode(sealed);
    }

    @Override
    public String toString() {
        return "SealedRecord[turnId=" + turnId + ", generation=" + generation + "]";
    }
}
