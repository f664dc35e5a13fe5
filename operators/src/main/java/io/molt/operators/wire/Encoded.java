package io.molt.operators.wire;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A record on its way to a topic, encoded by one of {@link io.molt.schemas.codec.Codecs}.
 *
 * @param key of the record in its topic
 * @param value its bytes
 */
public record Encoded(String key, byte[] value) {

    public Encoded {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded that && key.equals(that.key) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + Arrays.hashCode(value);
    }
}
