package io.molt.jobs.rewrite;

import java.io.IOException;
import java.util.OptionalLong;

/** Which content is gone on purpose. */
@FunctionalInterface
public interface ForgottenSessions {

    /**
     * When a session was forgotten, epoch milliseconds UTC: what was requested until then has no content any more. Empty if it
     * never was.
     */
    OptionalLong at(String agentId, String sessionId) throws IOException;

    /** Whether something of that session, of that moment, is gone. */
    default boolean cover(String agentId, String sessionId, long atMillis) throws IOException {
        OptionalLong forgotten = at(agentId, sessionId);
        return forgotten.isPresent() && atMillis <= forgotten.getAsLong();
    }
}
