package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A request has arrived at the proxy; written before the policy is asked.
 *
 * @param turn which turn; a retry of the client is a new turn here, pairing makes it an attempt
 * @param atMillis arrival, epoch milliseconds UTC, the proxy's clock
 * @param kind whether it may teach
 * @param context every message of the request in order, system messages included
 * @param bodies those of {@code context} that this session segment has not carried before
 * @param keyframe true if {@code bodies} holds every body of {@code context}
 * @param sessionDone the client said that this is the session's last turn
 */
public record TurnRequested(
        TurnRef turn,
        long atMillis,
        TurnKind kind,
        List<ContextMessage> context,
        List<MessageBody> bodies,
        boolean keyframe,
        boolean sessionDone)
        implements TurnEvent {

    public TurnRequested {
        requireNonNull(turn, "turn");
        requireNonNull(kind, "kind");
        context = List.copyOf(context);
        bodies = List.copyOf(bodies);
    }
}
