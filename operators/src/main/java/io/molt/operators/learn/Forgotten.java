package io.molt.operators.learn;

import io.molt.schemas.turn.TurnRef;

/**
 * What somebody asked to forget.
 *
 * @param sessionId the session; empty if a turn was named, or all of the agent's turns
 * @param turnId the turn; empty if none was named
 * @param atMillis when it was asked, epoch milliseconds UTC; what is requested later is not forgotten
 */
public record Forgotten(String sessionId, String turnId, long atMillis) {

    /** Whether a turn of a session is meant. */
    public boolean names(String session, String turn) {
        return turnId.isEmpty() ? sessionId.isEmpty() || sessionId.equals(session) : turnId.equals(turn);
    }

    boolean covers(TurnRef turn, long requestedAtMillis) {
        return requestedAtMillis <= atMillis && names(turn.sessionId(), turn.turnId());
    }
}
