package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * The content of one message.
 *
 * @param bodyHash what {@link ContextMessage#bodyHash} refers to, 32 hex digits
 * @param role as the client sent it
 * @param text all text parts, joined by a newline; what the judge reads and the policy is prompted with
 * @param json the message as the client sent it; empty where role and text say everything
 */
public record MessageBody(String bodyHash, String role, String text, String json) {

    public MessageBody {
        requireNonNull(bodyHash, "bodyHash");
        requireNonNull(role, "role");
        requireNonNull(text, "text");
        requireNonNull(json, "json");
    }

    public ChatMessage asChat() {
        return new ChatMessage(role, text);
    }
}
