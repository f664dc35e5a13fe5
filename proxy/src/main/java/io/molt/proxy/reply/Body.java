package io.molt.proxy.reply;

import io.molt.proxy.dialect.Reply;
import io.molt.proxy.message.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** An answer that is one JSON object: it goes through when all of it is there. */
public final class Body implements Passage {

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final Reply reply;
    private final Decoder decoder;
    private final UnaryOperator<byte[]> edit;
    private final int longest;

    /**
     * Nothing has come yet.
     *
     * @param decoder takes away the encoding, for reading
     * @param edit what the client sees of it, whatever it is
     * @param longest bytes
     */
    public Body(Reply reply, Decoder decoder, UnaryOperator<byte[]> edit, int longest) {
        this.reply = reply;
        this.decoder = decoder;
        this.edit = edit;
        this.longest = longest;
    }

    @Override
    public byte[] take(byte[] bytes) {
        if (all.size() + bytes.length > longest) {
            throw new IllegalStateException("an answer of the upstream is longer than " + longest + " bytes");
        }
        all.writeBytes(bytes);
        return new byte[0];
    }

    @Override
    public byte[] end() {
        byte[] bytes = all.toByteArray();
        try {
            reply.read(JsonText.parse(decoder.apply(bytes)));
        } catch (IOException e) {
            // It counts as no reply.
        }
        return edit.apply(bytes);
    }

    @Override
    public boolean isBetweenEvents() {
        return false;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
