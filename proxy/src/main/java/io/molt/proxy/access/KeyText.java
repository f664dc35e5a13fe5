package io.molt.proxy.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** A client key as its owner has it: {@code molt_}, 32 random bytes in base 62, and a checksum of six digits. */
public final class KeyText {

    static final String PREFIX = "molt_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;
    private static final int LENGTH = PREFIX.length() + SECRET_DIGITS + CHECK_DIGITS;

    static final Pattern ANYWHERE = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (SECRET_DIGITS + CHECK_DIGITS) + "}");

    private KeyText() {}

    /** A new key; whoever has it is the agent, and nobody can show it a second time. */
    public static String draw(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = PREFIX + base62(new BigInteger(1, secret), SECRET_DIGITS);
        return text + checksum(text);
    }

    /** Whether a text says that it is one of molt's keys, be it right or wrong. */
    static boolean claimsToBe(String text) {
        return text.startsWith(PREFIX);
    }

    /** Whether a text can be a key; a slip of the pen is found without looking any further. */
    static boolean isWellFormed(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        int check = LENGTH - CHECK_DIGITS;
        return text.chars().skip(PREFIX.length()).allMatch(each -> DIGITS.indexOf(each) >= 0)
                && text.substring(check).equals(checksum(text.substring(0, check)));
    }

    /** SHA-256; the key has 256 random bits, so that nothing slower is needed. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return base62(BigInteger.valueOf(checksum.getValue()), CHECK_DIGITS);
    }

    private static String base62(BigInteger number, int digits) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        for (int i = 0; i < digits; i++) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(DIGITS.length()));
            text.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
