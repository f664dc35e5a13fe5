package io.molt.proxy.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One message of a request or reply, ready to be recorded.
 *
 * @param context how a turn refers to it
 * @param source gives what it says when that is needed; nothing if only its hashes are known here, since it was sent to the
 *     upstream in an earlier request
 */
public record Message(ContextMessage context, Supplier<Optional<MessageBody>> source) {

    /**
     * Longer bodies are recorded by hash, size, head and tail only, and do not train. Unit: characters of text or of
     * JSON, most of which take a byte; as many as fit into the chunks that pairing puts together again.
     */
    public static final int LONGEST_BODY = 5_000_000;

    private static final int KEPT_END = 64 << 10;

    public Message {
        requireNonNull(context, "context");
        requireNonNull(source, "source");
    }

    public Message(ContextMessage context, MessageBody body) {
        this(context, () -> Optional.of(body));
    }

    /** A message of an earlier request, which this one goes on from without repeating it. */
    public static Message known(ContextMessage context) {
        return new Message(context, Optional::empty);
    }

    /** What it says. */
    public Optional<MessageBody> body() {
        return source.get();
    }

    /**
     * Reads a message as its client sent it.
     *
     * @param message a JSON object; its role may be anything
     */
    public static Message of(JsonNode message) {
        String bodyHash = MessageHashes.bodyHash(message);
        String role = message.path("role").asText();
        String text = MessageText.of(message);
        // System messages take no part in finding a conversation again, and neither may a note that will not come back.
        String matchedAs = MessageHashes.isPassing(message) ? "system" : role;
        ContextMessage context = new ContextMessage(matchedAs, MessageHashes.matchHash(message), bodyHash);
        String json = saysMore(message) ? JsonText.write(message) : "";
        return new Message(
                context,
                Math.max(text.length(), json.length()) > LONGEST_BODY
                        ? ends(bodyHash, role, text, (json.isEmpty() ? JsonText.write(message) : json).length())
                        : new MessageBody(bodyHash, role, text, json));
    }

    /**
     * A message that is longer than {@link #LONGEST_BODY}: its hashes are those of its bytes, its ends are JSON.
     *
     * @param utf8 in which it stands
     */
    public static Message ofLong(String role, byte[] utf8, int from, int length) {
        String hash = Sha256.of(utf8, from, length);
        String text = new String(utf8, from, KEPT_END, UTF_8)
                + "\n[...]\n"
                + new String(utf8, from + length - KEPT_END, KEPT_END, UTF_8);
        String json = JsonText.write(JsonText.object().put("truncated", true).put("bytes", length));
        return new Message(new ContextMessage(role, hash, hash), new MessageBody(hash, role, text, json));
    }

    private static boolean saysMore(JsonNode message) {
        return message.size() != 2
                || !message.path("role").isTextual()
                || !message.path("content").isTextual();
    }

    private static MessageBody ends(String bodyHash, String role, String text, int sentChars) {
        String json = JsonText.write(JsonText.object().put("truncated", true).put("chars", sentChars));
        if (text.length() <= 2 * KEPT_END) {
            return new MessageBody(bodyHash, role, text, json);
        }
        String head = text.substring(0, KEPT_END);
        String tail = text.substring(text.length() - KEPT_END);
        return new MessageBody(bodyHash, role, head + "\n[...]\n" + tail, json);
    }
}
