package io.molt.operators.outcome;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;

/**
 * What is remembered of a scored turn that was passed on: about 100 bytes.
 *
 * @param turnId which
 * @param timing of its exchange
 * @param servedBy of its exchange, without skills and injected text
 * @param votes its reward without any outcome, -1 to 1
 * @param revision of its newest entry
 * @param outcomes how many of its entries were written for an outcome alone
 */
public record PassedTurn(String turnId, Timing timing, ServedBy servedBy, double votes, int revision, int outcomes) {

    public PassedTurn {
        requireNonNull(turnId, "turnId");
        requireNonNull(timing, "timing");
        requireNonNull(servedBy, "servedBy");
    }

    PassedTurn revised() {
        return new PassedTurn(turnId, timing, servedBy, votes, revision + 1, outcomes + 1);
    }
}
