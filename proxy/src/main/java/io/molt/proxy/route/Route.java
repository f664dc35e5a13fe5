package io.molt.proxy.route;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.turn.ServedBy;

/**
 * Who answers an agent.
 *
 * @param agentId the agent
 * @param version of its adapter; 0 is the base policy
 * @param policy {@code agent@v8}, or {@code base}
 * @param sinceMillis when the route was flipped, epoch milliseconds UTC; 0 for the base policy
 */
public record Route(String agentId, long version, String policy, long sinceMillis) {

    public Route {
        requireNonNull(agentId, "agentId");
        requireNonNull(policy, "policy");
    }

    /** The route of an agent that has learned nothing yet. */
    public static Route base(String agentId) {
        return new Route(agentId, 0, ServedBy.BASE, 0);
    }

    public boolean isBase() {
        return version == 0;
    }
}
