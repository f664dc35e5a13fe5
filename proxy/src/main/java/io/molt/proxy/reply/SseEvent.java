package io.molt.proxy.reply;

import java.util.Arrays;

/**
 * One server-sent event.
 *
 * @param raw all its bytes, the empty line that ends it included
 * @param data its data lines joined by newlines; empty for comments and the like
 */
public record SseEvent(byte[] raw, String data) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SseEvent that && Arrays.equals(raw, that.raw) && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }
}
