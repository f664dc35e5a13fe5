package io.molt.proxy.route;

import io.molt.proxy.message.Sha256;

/**
 * A version that answers a part of an agent's sessions.
 *
 * <p>Which ones follows from agent, version and session alone, so every proxy draws the same, today and after a restart; and
 * whoever is drawn at one share is drawn at every larger one.
 *
 * @param version of the adapter
 * @param share of the sessions that begin, per cent, 1 to 99
 */
public record Canary(long version, int share) {

    private static final int POINTS_PER_CENT = 100;

    public Canary {
        if (version < 1) {
            throw new IllegalArgumentException("a canary is version 1 or later, but was " + version);
        }
        if (share < 1 || share > 99) {
            throw new IllegalArgumentException("a canary's share must be from 1 to 99, but was " + share);
        }
    }

    /** This session is the canary's, if it begins now. */
    boolean draws(String agentId, String sessionId) {
        String name = agentId.length() + "/" + agentId + "/" + version + "/" + sessionId;
        long hash = Sha256.number(name);
        return Long.remainderUnsigned(hash, 100L * POINTS_PER_CENT) < (long) share * POINTS_PER_CENT;
    }
}
