package io.molt.operators.learn;

import io.molt.schemas.batch.Method;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnKind;
import java.util.Optional;

/** Whether a turn may train. */
final class Eligibility {

    private Eligibility() {}

    /** Why not; empty if it may. */
    static Optional<String> refusal(ScoredTurn turn, Mode mode, Method method) {
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
        boolean hinted = !turn.judgement().hint().isEmpty();
        if (turn.judgement().reward() == 0 && !hinted) {
            return Optional.of("NO_SIGNAL");
        }
        if (mode == Mode.SKILLS_ONLY) {
            return Optional.of("SKILLS_ONLY");
        }
        return switch (method) {
            case NONE -> Optional.of("METHOD_NONE");
            case OPD -> hinted ? Optional.empty() : Optional.of("NO_HINT");
            case BINARY, COMBINED -> Optional.empty();
        };
    }
}
