package io.molt.schemas.adapter;

import static java.util.Objects.requireNonNull;

/**
 * What became of a version on its way into serving, as the proxy says that was the last to try. Written when an engine refuses
 * a version, for another reason than before, and when it serves one that had been refused.
 *
 * @param agentId whose
 * @param version which
 * @param served true if turns are answered by it; false if it was refused, and the version before it answers
 * @param reason why it was refused: what the engine or its probe said; empty if it is served
 * @param attempts that were made until now, since the proxy wanted it
 * @param proxy who says so, {@code host:port}
 * @param atMillis when, epoch milliseconds UTC
 */
public record AdapterServing(
        String agentId, long version, boolean served, String reason, int attempts, String proxy, long atMillis) {

    public AdapterServing {
        requireNonNull(agentId, "agentId");
        requireNonNull(reason, "reason");
        requireNonNull(proxy, "proxy");
        if (version < 1) {
            throw new IllegalArgumentException("versions of " + agentId + " start at 1, but version was " + version);
        }
    }

    /** Its key in the topic, beside that of the version's announcement: the newest says how things stand. */
    public String key() {
        return agentId + "/" + version + "/serving";
    }
}
