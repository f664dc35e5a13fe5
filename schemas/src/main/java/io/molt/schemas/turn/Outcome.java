package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * Somebody says how a session went.
 *
 * @param agentId the agent
 * @param sessionId the session
 * @param outcomeId unique; the same outcome sent twice counts once
 * @param value -1 (failed) to 1 (succeeded)
 * @param atMillis epoch milliseconds UTC
 */
public record Outcome(String agentId, String sessionId, String outcomeId, double value, long atMillis)
        implements TurnEvent {

    public Outcome {
        requireNonNull(agentId, "agentId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(outcomeId, "outcomeId");
        if (!(value >= -1 && value <= 1)) {
            throw new IllegalArgumentException("outcome " + outcomeId + " must be from -1 to 1, but was " + value);
        }
    }
}
