package io.molt.schemas.turn;

import static java.util.Objects.requireNonNull;

/**
 * Names one turn.
 *
 * @param agentId the agent that talks, as the client sent it; the key of everything that is learned
 * @param sessionId the conversation, unique within its agent only
 * @param turnId unique over all agents, given by the proxy
 */
public record TurnRef(String agentId, String sessionId, String turnId) {

    public TurnRef {
        requireNonNull(agentId, "agentId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(turnId, "turnId");
    }
}
