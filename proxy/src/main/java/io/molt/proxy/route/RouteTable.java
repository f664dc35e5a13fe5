package io.molt.proxy.route;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes and the turns in flight on each. A flip is one entry replaced: turns that began before it keep their version,
 * and the version retires when the last of them has ended. Thread-safe, does no I/O.
 */
public final class RouteTable {

    private final Map<String, Route> byAgent = new HashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Set<String> retiring = new HashSet<>();

    /** The route for a turn that begins now; every lease is given back by {@link #end}. */
    public synchronized Route begin(String agentId) {
        Route route = byAgent.getOrDefault(agentId, Route.base(agentId));
        inFlight.merge(route.policy(), 1, Integer::sum);
        return route;
    }

    /** A turn's adapter is not there: the base answers it. */
    public synchronized Route beginOnBase(String agentId) {
        Route route = Route.base(agentId);
        inFlight.merge(route.policy(), 1, Integer::sum);
        return route;
    }

    /** A turn has ended. Its policy is returned if nobody needs it any more. */
    public synchronized Optional<String> end(Route route) {
        int left = inFlight.merge(route.policy(), -1, Integer::sum);
        if (left < 0) {
            throw new IllegalStateException("more turns ended on " + route.policy() + " than began");
        }
        if (left > 0) {
            return Optional.empty();
        }
        inFlight.remove(route.policy());
        return retiring.remove(route.policy()) ? Optional.of(route.policy()) : Optional.empty();
    }

    /** From now on {@code next} answers its agent. The policy before it is returned if nobody needs it any more. */
    public synchronized Optional<String> flip(Route next) {
        Route before = byAgent.put(next.agentId(), next);
        retiring.remove(next.policy()); // a rollback may bring back what was on its way out
        if (before == null || before.isBase() || before.policy().equals(next.policy())) {
            return Optional.empty();
        }
        if (inFlight.containsKey(before.policy())) {
            retiring.add(before.policy());
            return Optional.empty();
        }
        return Optional.of(before.policy());
    }

    public synchronized Route current(String agentId) {
        return byAgent.getOrDefault(agentId, Route.base(agentId));
    }

    /** All agents that have a route of their own, by name. */
    public synchronized Map<String, Route> routes() {
        return new TreeMap<>(byAgent);
    }

    /** Turns in flight by policy. */
    public synchronized Map<String, Integer> inFlight() {
        return new TreeMap<>(inFlight);
    }
}
