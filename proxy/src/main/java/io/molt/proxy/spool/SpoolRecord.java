package io.molt.proxy.spool;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A record on its way to a topic, as the topic will have it.
 *
 * <p>Its content is sealed under its session's key like that of any other record: forgetting the session destroys the key, so
 * what lies on disk needs no forgetting of its own.
 *
 * @param key bytes that decide its partition; not copied
 * @param value encoded and sealed; not copied
 */
public record SpoolRecord(byte[] key, byte[] value) {

    public SpoolRecord {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
    }

    /** Bytes of key and value. */
    public int size() {
        return key.length + value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpoolRecord that && Arrays.equals(key, that.key) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SpoolRecord[" + key.length + " + " + value.length + " bytes]";
    }
}
