package io.molt.operators.learn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The seed of a step: the same for ever for the same agent, batch and configured seed. */
final class Seeds {

    private Seeds() {}

    static long of(String agentId, long batch, long configured) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((agentId + "\n" + batch + "\n" + configured).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
