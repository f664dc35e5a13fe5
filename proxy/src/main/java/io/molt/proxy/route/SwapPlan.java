package io.molt.proxy.route;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.control.ControlRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which versions shall answer, which of them the engine has proved, and what is to be tried next. Flips routes as soon as all
 * that they need is proved; until then those before stay. Does no I/O; thread-safe.
 */
final class SwapPlan {

    private static final Logger LOG = LoggerFactory.getLogger(SwapPlan.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** More than retention keeps the files of; what is older cannot be pinned. */
    private static final int MOST_VERSIONS = 256;

    private final RouteTable routes;
    private final BegunSessions sessions;
    private final Map<String, NavigableMap<Long, AdapterVersion>> accepted = new HashMap<>();
    private final Map<String, ServingRule> rules = new HashMap<>();
    private final Map<String, AdapterVersion> proved = new HashMap<>();
    private final Map<String, Attempt> attempts = new TreeMap<>();
    private final Set<String> unneeded = new LinkedHashSet<>();
    private final List<Flip> flips = new ArrayList<>();
    private volatile int waiting;

    /**
     * A version on its way into serving.
     *
     * @param failed how often
     * @param notBeforeMillis when to try next, epoch milliseconds UTC
     */
    record Attempt(AdapterVersion version, int failed, Duration pause, long notBeforeMillis) {

        static Attempt first(AdapterVersion version) {
            return new Attempt(version, 0, FIRST_PAUSE, 0);
        }

        Attempt later(long nowMillis) {
            Duration longer = pause.multipliedBy(2);
            Duration next = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            return new Attempt(version, failed + 1, next, nowMillis + pause.toMillis());
        }
    }

    /** An agent's routes, before and after. */
    record Flip(Serving before, Serving after) {}

    /**
     * Nothing is served yet.
     *
     * @param sessions asked before a canary comes in
     */
    SwapPlan(RouteTable routes, BegunSessions sessions) {
        this.routes = routes;
        this.sessions = sessions;
    }

    /** One more version that may be served. */
    synchronized void accept(AdapterVersion version, long nowMillis) {
        NavigableMap<Long, AdapterVersion> known =
                accepted.computeIfAbsent(version.agentId(), unseen -> new TreeMap<>());
        known.put(version.version(), version);
        if (known.size() > MOST_VERSIONS) {
            known.pollFirstEntry();
        }
        choose(version.agentId(), nowMillis);
    }

    /** A fork has left a version behind. */
    synchronized void gone(String key, long nowMillis) {
        accepted.forEach((agentId, known) -> {
            if (known.values().removeIf(version -> version.key().equals(key))) {
                choose(agentId, nowMillis);
            }
        });
    }

    /**
     * A pin or a rollback.
     *
     * @throws IllegalArgumentException if it makes no sense; then nothing changes
     */
    synchronized void command(ControlRecord command, long nowMillis) {
        rules.put(command.agentId(), rule(command.agentId()).after(command));
        choose(command.agentId(), nowMillis);
    }

    /** The engine does not know this route's adapter any more. */
    synchronized void lost(Route route) {
        AdapterVersion version = proved.get(route.policy());
        if (version != null && routes.isRouted(route.policy())) {
            attempts.putIfAbsent(route.policy(), Attempt.first(version));
        }
    }

    /** No turn needs this policy any more. */
    synchronized void retire(String policy) {
        unneeded.add(policy);
    }

    /** What is to be tried now. */
    synchronized List<AdapterVersion> due(long nowMillis) {
        return attempts.values().stream()
                .filter(attempt -> attempt.notBeforeMillis() <= nowMillis)
                .map(Attempt::version)
                .toList();
    }

    /** The engine serves what was trained. */
    synchronized void proved(AdapterVersion version, long nowMillis) {
        if (isTried(version)) {
            attempts.remove(version.policy());
            proved.put(version.policy(), version);
            choose(version.agentId(), nowMillis);
        } else if (!routes.isRouted(version.policy())) {
            unneeded.add(version.policy()); // while the engine loaded it, something else was wanted
        }
    }

    /** The engine does not; it is tried again later, and then later still. How often it has failed is returned. */
    synchronized int failed(AdapterVersion version, long nowMillis) {
        if (isTried(version)) {
            attempts.computeIfPresent(version.policy(), (policy, attempt) -> attempt.later(nowMillis));
        }
        count();
        Attempt next = attempts.get(version.policy());
        return next == null ? 1 : next.failed();
    }

    private boolean isTried(AdapterVersion version) {
        Attempt attempt = attempts.get(version.policy());
        return attempt != null && attempt.version().equals(version);
    }

    /** Versions that were refused, and are waited for. Never waits. */
    int waiting() {
        return waiting;
    }

    /** What can be unloaded; each is said once. */
    synchronized List<String> takeUnneeded() {
        List<String> taken = unneeded.stream()
                .filter(policy ->
                        !routes.isRouted(policy) && !proved.containsKey(policy) && !attempts.containsKey(policy))
                .toList();
        unneeded.clear();
        return taken;
    }

    /** What has been flipped since this was asked last. */
    synchronized List<Flip> takeFlips() {
        List<Flip> taken = List.copyOf(flips);
        flips.clear();
        return taken;
    }

    private ServingRule rule(String agentId) {
        return rules.getOrDefault(agentId, ServingRule.NEWEST);
    }

    private void choose(String agentId, long nowMillis) {
        NavigableMap<Long, AdapterVersion> known = accepted.getOrDefault(agentId, new TreeMap<>());
        NavigableMap<Long, String> rollbacks = new TreeMap<>();
        known.forEach(
                (number, version) -> rollbacks.put(number, version.lineage().rollback()));
        rule(agentId).choose(rollbacks).ifPresent(choice -> {
            want(agentId, choice, known);
            if (isReady(choice.version(), known)) {
                flip(agentId, serving(agentId, choice, known, nowMillis));
            }
            forget(agentId, choice);
            count();
        });
    }

    private void count() {
        waiting = Math.toIntExact(attempts.values().stream()
                .filter(attempt -> attempt.failed() > 0)
                .count());
    }

    private void want(String agentId, Choice choice, NavigableMap<Long, AdapterVersion> known) {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            AdapterVersion version = attempt.version();
            if (version.agentId().equals(agentId) && !choice.names(version.version())) {
                attempts.remove(version.policy());
                if (attempt.failed() > 0) {
                    unneeded.add(version.policy()); // it may have been loaded, and have failed by its probe
                }
            }
        }
        List<Long> numbers = new ArrayList<>(List.of(choice.version()));
        choice.canary().ifPresent(canary -> numbers.add(canary.version()));
        for (long number : numbers) {
            AdapterVersion version = known.get(number);
            if (version == null && number > 0) {
                LOG.warn(
                        "version cannot be served, it is not known as accepted adapterVersion={}@v{}", agentId, number);
            } else if (version != null && !isProved(version) && !isTried(version)) {
                attempts.put(version.policy(), Attempt.first(version));
            }
        }
    }

    private boolean isProved(AdapterVersion version) {
        return version.equals(proved.get(version.policy()));
    }

    private boolean isReady(long number, NavigableMap<Long, AdapterVersion> known) {
        return number == 0 || (known.containsKey(number) && isProved(known.get(number)));
    }

    private Serving serving(String agentId, Choice choice, NavigableMap<Long, AdapterVersion> known, long nowMillis) {
        Serving before = routes.all(agentId);
        Optional<Canary> canary = choice.canary().filter(some -> isReady(some.version(), known));
        canary.ifPresent(some -> sessions.learn(agentId));
        return new Serving(
                route(before, agentId, choice.version(), nowMillis),
                canary.map(some -> new Serving.Some(route(before, agentId, some.version(), nowMillis), some)));
    }

    private static Route route(Serving before, String agentId, long number, long nowMillis) {
        return before.routes().stream()
                .filter(route -> route.version() == number)
                .findFirst()
                .orElseGet(() -> number == 0
                        ? Route.base(agentId)
                        : new Route(agentId, number, agentId + "@v" + number, nowMillis));
    }

    private void flip(String agentId, Serving after) {
        Serving before = routes.all(agentId);
        if (!before.equals(after)) {
            unneeded.addAll(routes.flip(after));
            flips.add(new Flip(before, after));
            if (before.canary().isPresent() && after.canary().isEmpty()) {
                sessions.forget(agentId);
            }
        }
    }

    /** What is neither routed nor wanted need not be there any longer. */
    private void forget(String agentId, Choice choice) {
        for (AdapterVersion version : List.copyOf(proved.values())) {
            boolean stays = choice.names(version.version()) || routes.isRouted(version.policy());
            if (Objects.equals(version.agentId(), agentId) && !stays) {
                proved.remove(version.policy());
                if (routes.isFree(version.policy())) {
                    unneeded.add(version.policy());
                }
            }
        }
    }
}
