package io.molt.proxy.capture;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.List;

/**
 * A request as it arrived, all bodies included.
 *
 * @param turn which turn
 * @param atMillis arrival, epoch milliseconds UTC
 * @param kind whether it may teach
 * @param messages all of them, in order
 * @param sessionDone the client said that this is the session's last turn
 */
public record ArrivedTurn(TurnRef turn, long atMillis, TurnKind kind, List<Message> messages, boolean sessionDone) {

    public ArrivedTurn {
        requireNonNull(turn, "turn");
        requireNonNull(kind, "kind");
        messages = List.copyOf(messages);
    }

    List<ContextMessage> context() {
        return messages.stream().map(Message::context).toList();
    }

    /** About how much memory it holds until it is recorded, in characters. */
    long size() {
        return messages.stream()
                .mapToLong(message ->
                        message.body().text().length() + message.body().json().length() + 200)
                .sum();
    }
}
