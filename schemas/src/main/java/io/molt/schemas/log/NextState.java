package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

/**
 * What followed a turn.
 *
 * @param kind of what
 * @param turnId the turn whose request brought it; empty for silence
 * @param text what the user or the tools said, cut to the judge's budget; empty for silence
 * @param atMillis when it arrived, epoch milliseconds UTC; for silence, when the session closed
 */
public record NextState(NextStateKind kind, String turnId, String text, long atMillis) {

    public NextState {
        requireNonNull(kind, "kind");
        requireNonNull(turnId, "turnId");
        requireNonNull(text, "text");
    }
}
