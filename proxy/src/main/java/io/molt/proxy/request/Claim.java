package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.TurnKind;
import java.util.Optional;

/**
 * Who a request says it is from.
 *
 * @param agentId 1 to 128 printable characters
 * @param sessionId as the client names it, 1 to 128 printable characters, a longer one as its hash; empty if it names none
 * @param kind whether the turn may teach
 * @param sessionDone the client said that this is the session's last turn
 */
public record Claim(String agentId, Optional<String> sessionId, TurnKind kind, boolean sessionDone) {

    public Claim {
        requireNonNull(agentId, "agentId");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(kind, "kind");
    }
}
