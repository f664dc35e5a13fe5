package io.molt.proxy.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for long texts. */
public final class Sha256 {

    private Sha256() {}

    /** The first 128 bits of the text's SHA-256, 32 hex digits. */
    public static String of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** The same of a value's JSON text, which is not kept: it would take several times its length. */
    public static String of(JsonNode json) {
        MessageDigest digest = digest();
        Writer text = new OutputStreamWriter(new DigestOutputStream(OutputStream.nullOutputStream(), digest), UTF_8);
        JsonText.write(json, text);
        return name(digest);
    }

    /** Its first 64 bits, where a number is enough. */
    public static long number(String text) {
        return Long.parseUnsignedLong(of(text).substring(0, 16), 16);
    }

    /** The first 128 bits of the SHA-256 of a part of some bytes, 32 hex digits. */
    public static String of(byte[] bytes, int from, int length) {
        MessageDigest digest = digest();
        digest.update(bytes, from, length);
        return name(digest);
    }

    /** For what comes piece by piece. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The name of what a digest has had so far; more may follow. */
    public static String soFar(MessageDigest digest) {
        try {
            return name((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of Java can be copied", e);
        }
    }

    private static String name(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
