package io.molt.operators.learn;

import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnKind;
import java.util.Optional;

/** Whether a turn may train. */
final class Eligibility {

    private Eligibility() {}

    /** Why nothing can be learned from it, whatever the settings; empty if something can. */
    static Optional<String> unfit(ScoredTurn turn) {
        if (turn.exchange().kind() == TurnKind.SIDE) {
            return Optional.of("SIDE_TURN");
        }
        if (turn.revision() > 0) {
            return Optional.of("REVISION");
        }
        if (!turn.judgement().scored()) {
            return Optional.of("UNSCORED");
        }
        if (!turn.exchange().servedBy().trained()) {
            return Optional.of("NOT_TRAINED_POLICY");
        }
        if (!turn.sampled().known()) {
            return Optional.of("TOKENS_UNKNOWN");
        }
        return turn.judgement().reward() == 0 && !hinted(turn) ? Optional.of("NO_SIGNAL") : Optional.empty();
    }

    /** Why the settings keep a fit turn from training; empty if they do not. */
    static Optional<String> refusal(ScoredTurn turn, LearnSettings settings) {
        if (HeldOutSessions.contain(turn.turn(), settings.quality().heldOut())) {
            return Optional.of("HELD_OUT");
        }
        if (settings.mode() == Mode.SKILLS_ONLY) {
            return Optional.of("SKILLS_ONLY");
        }
        return switch (settings.step().method()) {
            case NONE -> Optional.of("METHOD_NONE");
            case OPD -> hinted(turn) ? Optional.empty() : Optional.of("NO_HINT");
            case BINARY, COMBINED -> Optional.empty();
        };
    }

    private static boolean hinted(ScoredTurn turn) {
        return !turn.judgement().hint().isEmpty();
    }
}
