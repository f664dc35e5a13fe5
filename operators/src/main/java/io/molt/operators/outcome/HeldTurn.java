package io.molt.operators.outcome;

import static java.util.Objects.requireNonNull;

import io.molt.operators.judge.JudgedTurn;

/**
 * A turn that waits for its session's outcome.
 *
 * @param judged the turn
 * @param untilMillis how long, processing time
 */
public record HeldTurn(JudgedTurn judged, long untilMillis) {

    public HeldTurn {
        requireNonNull(judged, "judged");
    }

    /** One name per turn and revision. */
    String name() {
        return judged.paired().turn().turnId() + "/" + judged.paired().revision();
    }

    long requestedAtMillis() {
        return judged.paired().exchange().timing().requestedAtMillis();
    }
}
