package io.molt.operators.pairing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.MessageBody;
import java.util.Arrays;

/**
 * A body as long as it is needed; its hash is the key under which it lies. Its texts are bytes, since Flink writes a String
 * into a checkpoint one byte at a time, and bodies are most of what a checkpoint writes.
 *
 * @param body its role alone; in states of earlier releases all of it, which reading takes apart
 * @param segment the newest one that brought it; bodies go with the segment after the next
 * @param text UTF-8
 * @param json UTF-8
 */
public record KeptBody(MessageBody body, long segment, byte[] text, byte[] json) {

    public KeptBody {
        requireNonNull(body, "body");
        text = text == null ? body.text().getBytes(UTF_8) : text;
        json = json == null ? body.json().getBytes(UTF_8) : json;
        body = new MessageBody("", body.role(), "", "");
    }

    static KeptBody of(MessageBody body, long segment) {
        return new KeptBody(
                body, segment, body.text().getBytes(UTF_8), body.json().getBytes(UTF_8));
    }

    MessageBody whole(String bodyHash) {
        return new MessageBody(bodyHash, body.role(), new String(text, UTF_8), new String(json, UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeptBody that
                && body.equals(that.body)
                && segment == that.segment
                && Arrays.equals(text, that.text)
                && Arrays.equals(json, that.json);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(text) + Arrays.hashCode(json);
    }
}
