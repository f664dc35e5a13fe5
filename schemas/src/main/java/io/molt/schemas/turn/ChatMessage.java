package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * One message as the policy's chat template sees it.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param content its text, possibly empty
 */
public record ChatMessage(String role, String content) {

    public ChatMessage {
        requireNonNull(role, "role");
        requireNonNull(content, "content");
    }
}
