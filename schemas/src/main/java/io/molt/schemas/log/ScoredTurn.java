package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.TurnRef;

/**
 * A turn with what followed it and how it was judged; self-contained for judging again and for training.
 *
 * @param position its place in the agent's log
 * @param turn which turn
 * @param revision 0 at first; later feedback or judgement counts up and never retrains
 * @param exchange what was asked and answered
 * @param sampled tokens and log-probabilities, {@link Sampled#UNKNOWN} where the turn cannot train
 * @param nextState what followed
 * @param judgement reward and hint, or why there are none
 */
public record ScoredTurn(
        LogPosition position,
        TurnRef turn,
        int revision,
        Exchange exchange,
        Sampled sampled,
        NextState nextState,
        Judgement judgement)
        implements LogEntry {

    public ScoredTurn {
        requireNonNull(position, "position");
        requireNonNull(turn, "turn");
        requireNonNull(exchange, "exchange");
        requireNonNull(sampled, "sampled");
        requireNonNull(nextState, "nextState");
        requireNonNull(judgement, "judgement");
        if (!turn.agentId().equals(position.agentId())) {
            throw new IllegalArgumentException(
                    "turn " + turn.turnId() + " of " + turn.agentId() + " is in the log of " + position.agentId());
        }
    }
}
