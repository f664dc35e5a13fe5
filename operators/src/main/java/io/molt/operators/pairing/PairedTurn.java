package io.molt.operators.pairing;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.NextState;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.TurnRef;

/**
 * A turn and what followed it.
 *
 * @param turn which turn
 * @param revision 0 at first; feedback that comes after the session closed counts up
 * @param exchange what was asked and answered
 * @param sampled tokens and log-probabilities; {@link Sampled#UNKNOWN} where the turn cannot train
 * @param nextState what followed
 * @param unscored why it is not to be judged, one of the reasons of {@link io.molt.schemas.log.Judgement}; empty if it is
 */
public record PairedTurn(
        TurnRef turn, int revision, Exchange exchange, Sampled sampled, NextState nextState, String unscored) {

    public PairedTurn {
        requireNonNull(turn, "turn");
        requireNonNull(exchange, "exchange");
        requireNonNull(sampled, "sampled");
        requireNonNull(nextState, "nextState");
        requireNonNull(unscored, "unscored");
    }
}
