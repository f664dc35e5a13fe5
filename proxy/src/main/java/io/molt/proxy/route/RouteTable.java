package io.molt.proxy.route;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes and the turns in flight on each. A flip is one entry replaced: turns that began before it keep their version,
 * and the version retires when the last of them has ended. A canary answers the sessions that it drew when they began, and
 * those only, until it ends. Thread-safe, does no I/O.
 */
public final class RouteTable {

    /** Sessions whose version is known. */
    private static final int SESSIONS = 50_000;

    private final Map<String, Serving> byAgent = new HashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final Set<String> retiring = new HashSet<>();
    private final SessionVersions sessions = new SessionVersions(SESSIONS);
    private final Map<String, CanaryTurns> canaryTurns = new TreeMap<>();

    /**
     * How many turns a canary has answered, since it came or its share changed.
     *
     * @param canary whose
     * @param byCanary turns that it answered
     * @param byMain turns that the version beside it answered meanwhile
     */
    public record CanaryTurns(Serving.Some canary, long byCanary, long byMain) {

        CanaryTurns and(boolean canarys) {
            return new CanaryTurns(canary, byCanary + (canarys ? 1 : 0), byMain + (canarys ? 0 : 1));
        }
    }

    /** The route for a turn that begins now; every lease is given back by {@link #end}. */
    public Route begin(String agentId, String sessionId) {
        return begin(agentId, sessionId, SessionVersions.key(agentId, sessionId));
    }

    private synchronized Route begin(String agentId, String sessionId, long session) {
        Serving serving = serving(agentId);
        Route route = route(serving, session, sessionId);
        sessions.served(session, route.version(), serving.canaryVersion());
        if (serving.canary().isPresent()) {
            boolean canarys = route.version() == serving.canaryVersion();
            canaryTurns.computeIfPresent(agentId, (agent, turns) -> turns.and(canarys));
        }
        inFlight.merge(route.policy(), 1, Integer::sum);
        return route;
    }

    private Route route(Serving serving, long session, String sessionId) {
        if (serving.canary().isEmpty()) {
            return serving.main();
        }
        Serving.Some canary = serving.canary().get();
        OptionalLong before = sessions.of(session);
        boolean canarys = before.isPresent()
                ? before.getAsLong() == canary.route().version()
                : canary.draw().draws(serving.main().agentId(), sessionId);
        return canarys ? canary.route() : serving.main();
    }

    /** A turn of a session was answered elsewhere: by another proxy, or by this one before it was restarted. */
    public synchronized void served(String agentId, String sessionId, long version) {
        long session = SessionVersions.key(agentId, sessionId);
        if (version > 0 || sessions.of(session).isEmpty()) { // the base also answers where an adapter was lost
            sessions.served(session, version, serving(agentId).canaryVersion());
        }
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

    /** From now on {@code next} answers its agent. Returned are those of the policies before it that nobody needs any more. */
    synchronized List<String> flip(Serving next) {
        String agentId = next.main().agentId();
        Serving before = serving(agentId);
        byAgent.put(agentId, next);
        if (next.canary().isEmpty()) {
            canaryTurns.remove(agentId);
        } else if (!next.canary().equals(before.canary())) {
            canaryTurns.put(agentId, new CanaryTurns(next.canary().get(), 0, 0));
        }
        List<String> needed = next.routes().stream().map(Route::policy).toList();
        needed.forEach(retiring::remove); // a rollback may bring back what was on its way out
        return before.routes().stream()
                .filter(route -> !route.isBase())
                .map(Route::policy)
                .filter(policy -> !needed.contains(policy))
                .filter(this::isFree)
                .toList();
    }

    /** If it is not now, it is when its last turn has ended. */
    synchronized boolean isFree(String policy) {
        if (inFlight.containsKey(policy)) {
            retiring.add(policy);
            return false;
        }
        return true;
    }

    private Serving serving(String agentId) {
        Serving serving = byAgent.get(agentId);
        return serving == null ? Serving.of(Route.base(agentId)) : serving;
    }

    public synchronized Route current(String agentId) {
        return serving(agentId).main();
    }

    /** With its canary. */
    synchronized Serving all(String agentId) {
        return serving(agentId);
    }

    /** All agents that have a route of their own, by name, and the one of all but a canary's sessions. */
    public synchronized Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        byAgent.forEach((agentId, serving) -> routes.put(agentId, serving.main()));
        return routes;
    }

    /** The canaries that there are now, by agent. */
    public synchronized Map<String, CanaryTurns> canaries() {
        return new TreeMap<>(canaryTurns);
    }

    /** Somebody may be answered by it. */
    synchronized boolean isRouted(String policy) {
        return byAgent.values().stream()
                .flatMap(serving -> serving.routes().stream())
                .anyMatch(route -> route.policy().equals(policy));
    }

    /** Turns in flight by policy. */
    public synchronized Map<String, Integer> inFlight() {
        return new TreeMap<>(inFlight);
    }
}
