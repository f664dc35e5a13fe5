package io.molt.cli.forget;

import java.util.Map;
import java.util.Optional;

/**
 * What somebody wants forgotten: everything of an agent until now, a session or a turn of it.
 *
 * @param agentId whose
 * @param sessionId empty if all of them, or if a turn was named and its session is not known yet
 * @param turnId empty if more than one turn
 */
record Target(String agentId, Optional<String> sessionId, Optional<String> turnId) {

    /** Of the command in the log: what shall teach nothing. */
    Map<String, String> arguments() {
        if (turnId.isPresent()) {
            return Map.of("turnId", turnId.get(), "content", sessionId.orElse(""));
        }
        return sessionId.map(session -> Map.of("sessionId", session)).orElse(Map.of("everything", "true"));
    }

    @Override
    public String toString() {
        return turnId.map(turn -> "turn " + turn)
                        .or(() -> sessionId.map(session -> "session " + session))
                        .orElse("everything")
                + " of " + agentId;
    }
}
