package io.molt.engine.reply;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * One sampled token.
 *
 * @param token its id
 * @param logProb natural log-probability under the distribution that was sampled
 * @param bytes what it stands for
 * @param text what may be shown now that it has come; perhaps nothing, perhaps more than the token
 */
public record Piece(int token, float logProb, byte[] bytes, String text) {

    public Piece {
        requireNonNull(text, "text");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Piece that
                && token == that.token
                && Float.compare(logProb, that.logProb) == 0
                && Arrays.equals(bytes, that.bytes)
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * token + text.hashCode();
    }
}
