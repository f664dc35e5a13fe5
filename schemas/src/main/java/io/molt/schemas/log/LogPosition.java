package io.molt.schemas.log;

import static java.util.Objects.requireNonNull;

/**
 * A place in an agent's log.
 *
 * @param agentId whose log
 * @param agentSeq 1, 2, 3, ... without gaps
 * @param sequencedAtMillis log time, epoch milliseconds UTC; never decreases along the log
 */
public record LogPosition(String agentId, long agentSeq, long sequencedAtMillis) {

    public LogPosition {
        requireNonNull(agentId, "agentId");
        if (agentSeq < 1) {
            throw new IllegalArgumentException("log of " + agentId + " starts at 1, but agentSeq was " + agentSeq);
        }
    }
}
