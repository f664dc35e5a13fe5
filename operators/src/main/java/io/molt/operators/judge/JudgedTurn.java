package io.molt.operators.judge;

import static java.util.Objects.requireNonNull;

import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;

/**
 * A turn that waits for its place in the log.
 *
 * @param paired the turn and what followed it
 * @param judgement reward and hint, or why there are none
 * @param bug what broke while it was judged, one line; empty if nothing did
 */
public record JudgedTurn(PairedTurn paired, Judgement judgement, String bug) {

    public JudgedTurn {
        requireNonNull(paired, "paired");
        requireNonNull(judgement, "judgement");
        bug = bug == null ? "" : bug;
    }

    /** Nothing broke. */
    public JudgedTurn(PairedTurn paired, Judgement judgement) {
        this(paired, judgement, "");
    }

    public String agentId() {
        return paired.turn().agentId();
    }

    /** The log entry. */
    public ScoredTurn at(LogPosition position) {
        return new ScoredTurn(
                position,
                paired.turn(),
                paired.revision(),
                paired.exchange(),
                paired.sampled(),
                paired.nextState(),
                judgement);
    }
}
