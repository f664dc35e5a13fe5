package io.molt.policy.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns tokens into text as they come, and holds a character back until all of its bytes are there. One per reply. */
public final class StreamingText {

    private final Tokenizer tokenizer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] held = {};

    public StreamingText(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The text that the next token completes; often a word, sometimes nothing. */
    public String append(int token) {
        return decode(tokenizer.bytes(token), false);
    }

    /** What is still held back, as U+FFFD; call once, at the end. */
    public String end() {
        return decode(new byte[0], true);
    }

    private String decode(byte[] more, boolean end) {
        ByteBuffer bytes = ByteBuffer.allocate(held.length + more.length)
                .put(held)
                .put(more)
                .flip();
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + 2);
        decoder.decode(bytes, text, end);
        if (end) {
            decoder.flush(text);
        }
        held = new byte[bytes.remaining()];
        bytes.get(held);
        return text.flip().toString();
    }
}
