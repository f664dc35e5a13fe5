package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import java.util.List;

/**
 * What was asked and answered.
 *
 * @param kind main or side
 * @param timing arrival, first token, end
 * @param servedBy who answered, with which skills
 * @param messages the prompt as the policy got it, injected text included, oldest first; cut from the front to the
 *     training budget, the system message kept
 * @param reply the assistant's text
 */
public record Exchange(TurnKind kind, Timing timing, ServedBy servedBy, List<ChatMessage> messages, String reply) {

    public Exchange {
        requireNonNull(kind, "kind");
        requireNonNull(timing, "timing");
        requireNonNull(servedBy, "servedBy");
        requireNonNull(reply, "reply");
        messages = List.copyOf(messages);
    }
}
