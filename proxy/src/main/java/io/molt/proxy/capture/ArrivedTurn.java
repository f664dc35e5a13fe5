package io.molt.proxy.capture;

import static java.util.Objects.requireNonNull;

import io.molt.proxy.history.History;
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
 * @param history all messages, in order
 * @param sessionDone the client said that this is the session's last turn
 */
public record ArrivedTurn(TurnRef turn, long atMillis, TurnKind kind, History history, boolean sessionDone) {

    public ArrivedTurn {
        requireNonNull(turn, "turn");
        requireNonNull(kind, "kind");
        requireNonNull(history, "history");
    }

    /** A turn whose messages were read already. */
    public ArrivedTurn(TurnRef turn, long atMillis, TurnKind kind, List<Message> messages, boolean sessionDone) {
        this(turn, atMillis, kind, History.of(messages), sessionDone);
    }

    List<ContextMessage> context() {
        return history.context();
    }

    /** About how much memory it holds until it is recorded, bytes. */
    long size() {
        return history.size();
    }
}
