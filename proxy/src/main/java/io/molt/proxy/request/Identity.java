package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.TurnKind;

/**
 * Who is talking.
 *
 * @param agentId 1 to 128 printable characters
 * @param sessionId 1 to 128 printable characters, unique within the agent; a longer id of a client stands here as its hash
 * @param kind whether the turn may teach
 * @param sessionDone the client said that this is the session's last turn
 */
public record Identity(String agentId, String sessionId, TurnKind kind, boolean sessionDone) {

    public Identity {
        requireNonNull(agentId, "agentId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(kind, "kind");
    }
}
