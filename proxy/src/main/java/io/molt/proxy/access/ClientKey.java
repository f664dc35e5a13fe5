package io.molt.proxy.access;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is kept of a client key.
 *
 * @param sha256 of the key, 64 hex digits
 * @param agentId whose key it is
 * @param name for people; may be empty
 * @param term when it counts
 */
public record ClientKey(String sha256, String agentId, String name, Term term) {

    private static final int LONGEST_NAME = 128;
    private static final int ID_DIGITS = 12;

    /**
     * When a key counts; epoch milliseconds UTC.
     *
     * @param createdAtMillis when it was made
     * @param expiresAtMillis from when on it does not count; empty if it never expires
     * @param revokedAtMillis when it was revoked; empty if it was not
     */
    public record Term(long createdAtMillis, Optional<Long> expiresAtMillis, Optional<Long> revokedAtMillis) {

        public Term {
            requireNonNull(expiresAtMillis, "expiresAtMillis");
            requireNonNull(revokedAtMillis, "revokedAtMillis");
        }
    }

    /**
     * A key that was just made.
     *
     * @param text shown once, kept nowhere
     */
    public record Drawn(String text, ClientKey key) {

        @Override
        public String toString() {
            return "Drawn[" + key.id() + "]";
        }
    }

    public ClientKey {
        requireNonNull(term, "term");
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the hash of a client key has 64 hex digits");
        }
        if (!isName(agentId) || agentId.equals("*")) {
            throw new IllegalArgumentException(
                    "an agent's name has 1 to " + LONGEST_NAME + " printable characters and is not '*'");
        }
        if (!name.isEmpty() && !isName(name)) {
            throw new IllegalArgumentException("a key's name has at most " + LONGEST_NAME + " printable characters");
        }
    }

    /**
     * A new key.
     *
     * @param expires how long it counts; empty for ever
     */
    public static Drawn draw(
            String agentId, String name, Optional<Duration> expires, long nowMillis, SecureRandom random) {
        String text = KeyText.draw(random);
        Optional<Long> expiresAt = expires.map(duration -> nowMillis + duration.toMillis());
        String sha256 = HexFormat.of().formatHex(KeyText.hash(text));
        return new Drawn(text, new ClientKey(sha256, agentId, name, new Term(nowMillis, expiresAt, Optional.empty())));
    }

    /** What it is called in lists; tells nothing about the key. */
    public String id() {
        return sha256.substring(0, ID_DIGITS);
    }

    public boolean countsAt(long nowMillis) {
        return term.revokedAtMillis().isEmpty()
                && term.expiresAtMillis().filter(end -> nowMillis >= end).isEmpty();
    }

    ClientKey revoked(long nowMillis) {
        Optional<Long> at = Optional.of(term.revokedAtMillis().orElse(nowMillis));
        return new ClientKey(sha256, agentId, name, new Term(term.createdAtMillis(), term.expiresAtMillis(), at));
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.codePoints()
                        .noneMatch(
                                each -> Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE);
    }
}
