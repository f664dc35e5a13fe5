package io.molt.proxy.route;

import io.molt.proxy.message.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** On which version each session is; those that have been quiet for longest are forgotten. Not thread-safe. */
final class SessionVersions {

    private final Map<Long, Long> bySession;

    /**
     * Nobody is on any yet.
     *
     * @param most sessions, about 100 bytes each
     */
    SessionVersions(int most) {
        this.bySession = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > most;
            }
        };
    }

    /** The name under which a session is known here; two of an agent's never share one, but by a chance of 1 in 2^64. */
    static long key(String agentId, String sessionId) {
        return Sha256.number(agentId.length() + "/" + agentId + "/" + sessionId);
    }

    /** Empty if the session begins, or has been quiet for too long. */
    OptionalLong of(long session) {
        Long version = bySession.get(session);
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    /**
     * A turn of it was answered by this version.
     *
     * @param canary a session that is on it stays there, whatever else answers it in need; 0 if there is none
     */
    void served(long session, long version, long canary) {
        bySession.merge(session, version, (before, now) -> canary > 0 && before == canary ? before : now);
    }
}
