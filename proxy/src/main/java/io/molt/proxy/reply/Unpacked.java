package io.molt.proxy.reply;

import static java.util.Objects.requireNonNull;

/**
 * What comes packed and goes on as it is.
 *
 * @param decoder unpacks it
 * @param inner takes what was unpacked
 */
public record Unpacked(Decoder decoder, Passage inner) implements Passage {

    public Unpacked {
        requireNonNull(decoder, "decoder");
        requireNonNull(inner, "inner");
    }

    @Override
    public byte[] take(byte[] bytes) {
        return inner.take(decoder.apply(bytes));
    }

    @Override
    public byte[] end() {
        return inner.end();
    }

    @Override
    public boolean isBetweenEvents() {
        return inner.isBetweenEvents();
    }

    @Override
    public void close() {
        inner.close();
        decoder.close();
    }
}
