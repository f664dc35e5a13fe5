package io.molt.proxy.route;

import io.molt.proxy.topic.TopicTail;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the version of every agent that {@link ServingRule} says into serving: load, prove, flip, unload the one before.
 * All on the thread that reads the topic of adapters.
 */
public final class AdapterSwap implements TopicTail.Listener<AdapterVersion> {

    private static final Logger LOG = LoggerFactory.getLogger(AdapterSwap.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ServingEngine engine;
    private final RouteTable routes;
    private final Function<AdapterVersion, String> path;
    private final InstantSource clock;
    private final SwapListener listener;
    private final Map<String, NavigableMap<Long, AdapterVersion>> accepted = new HashMap<>();
    private final Map<String, ServingRule> rules = new HashMap<>();
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, AdapterVersion> served = new HashMap<>();
    private final Queue<String> unneeded = new ConcurrentLinkedQueue<>();
    private final Queue<Route> lost = new ConcurrentLinkedQueue<>();
    private final Queue<ControlRecord> commands = new ConcurrentLinkedQueue<>();

    /** More than retention keeps the files of; what is older cannot be pinned. */
    private static final int MOST_VERSIONS = 256;

    /** A version on its way into serving, and when to try next. */
    private record Wanted(AdapterVersion version, Duration pause, long notBeforeMillis) {

        Wanted later(long nowMillis) {
            Duration longer = pause.multipliedBy(2);
            Duration next = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            return new Wanted(version, next, nowMillis + pause.toMillis());
        }
    }

    /**
     * Nothing is served yet.
     *
     * @param path where a version's files lie, as the engine sees it
     */
    public AdapterSwap(
            ServingEngine engine,
            RouteTable routes,
            Function<AdapterVersion, String> path,
            InstantSource clock,
            SwapListener listener) {
        this.engine = engine;
        this.routes = routes;
        this.path = path;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void record(AdapterVersion version) {
        if (version.report().status() == VersionStatus.ACCEPTED) {
            NavigableMap<Long, AdapterVersion> known =
                    accepted.computeIfAbsent(version.agentId(), unseen -> new TreeMap<>());
            known.put(version.version(), version);
            if (known.size() > MOST_VERSIONS) {
                known.pollFirstEntry();
            }
            choose(version.agentId());
        }
    }

    /** A fork has left this version behind. */
    @Override
    public void gone(String key) {
        accepted.forEach((agentId, known) -> {
            if (known.values().removeIf(version -> version.key().equals(key))) {
                choose(agentId);
            }
        });
    }

    /** A pin or a rollback; others are ignored. Called from any thread. */
    public void command(ControlRecord command) {
        if (command.kind() == ControlKind.PIN || command.kind() == ControlKind.ROLLBACK) {
            commands.add(command);
        }
    }

    private void obey() {
        for (ControlRecord command = commands.poll(); command != null; command = commands.poll()) {
            try {
                rules.put(command.agentId(), rule(command.agentId()).after(command));
                choose(command.agentId());
            } catch (IllegalArgumentException e) {
                LOG.warn("command ignored command={} reason={}", command.commandId(), e.getMessage());
            }
        }
    }

    private ServingRule rule(String agentId) {
        return rules.getOrDefault(agentId, ServingRule.NEWEST);
    }

    private void choose(String agentId) {
        NavigableMap<Long, AdapterVersion> known = accepted.getOrDefault(agentId, new TreeMap<>());
        NavigableMap<Long, String> rollbacks = new TreeMap<>();
        known.forEach(
                (number, version) -> rollbacks.put(number, version.lineage().rollback()));
        rule(agentId).choose(rollbacks).ifPresent(number -> {
            boolean same = number == 0
                    || known.get(number) == null
                    || known.get(number).equals(served.get(agentId));
            if (number == routes.current(agentId).version() && same) {
                wanted.remove(agentId);
            } else if (number == 0) {
                backToBase(agentId);
            } else if (known.containsKey(number)) {
                want(known.get(number));
            } else {
                LOG.warn(
                        "version cannot be served, it is not known as accepted adapterVersion={}@v{}", agentId, number);
            }
        });
    }

    private void want(AdapterVersion version) {
        Wanted before = wanted.get(version.agentId());
        if (before == null || !before.version().equals(version)) {
            wanted.put(version.agentId(), new Wanted(version, FIRST_PAUSE, 0));
        }
    }

    private void backToBase(String agentId) {
        wanted.remove(agentId);
        served.remove(agentId);
        Route route = Route.base(agentId);
        routes.flip(route).ifPresent(this::retire);
        LOG.info("adapter live adapterVersion={} agent={}", route.policy(), agentId);
        listener.live(route);
    }

    @Override
    public void idle() {
        obey();
        wantLost();
        long now = clock.millis();
        for (Wanted next : List.copyOf(wanted.values())) {
            if (next.notBeforeMillis() <= now) {
                swap(next);
            }
        }
        for (String policy = unneeded.poll(); policy != null; policy = unneeded.poll()) {
            if (!isRouted(policy)) {
                unload(policy);
            }
        }
    }

    private boolean isRouted(String policy) {
        return routes.routes().values().stream()
                .anyMatch(route -> route.policy().equals(policy));
    }

    /** A policy that no turn needs any more; called from any thread. */
    public void retire(String policy) {
        unneeded.add(policy);
    }

    /** The engine does not know this route's adapter any more, as after its restart; called from any thread. */
    public void lost(Route route) {
        lost.add(route);
    }

    private void wantLost() {
        for (Route route = lost.poll(); route != null; route = lost.poll()) {
            if (routes.current(route.agentId()).equals(route)) {
                AdapterVersion version = served.get(route.agentId());
                wanted.putIfAbsent(route.agentId(), new Wanted(version, FIRST_PAUSE, 0));
            }
        }
    }

    private void swap(Wanted next) {
        AdapterVersion version = next.version();
        try {
            engine.load(version.policy(), path.apply(version));
            String difference = ProbeCheck.difference(
                    version.report().probe(),
                    engine.ask(version.policy(), version.report().probe()));
            if (difference.isEmpty()) {
                flip(version);
            } else {
                fail(next, difference);
                unload(version.policy());
            }
        } catch (IOException | IllegalArgumentException e) {
            fail(next, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void flip(AdapterVersion version) {
        Route route = new Route(version.agentId(), version.version(), version.policy(), clock.millis());
        wanted.remove(version.agentId());
        served.put(version.agentId(), version);
        routes.flip(route).ifPresent(this::retire);
        LOG.info("adapter live adapterVersion={}", route.policy());
        listener.live(route);
    }

    private void fail(Wanted next, String reason) {
        wanted.put(next.version().agentId(), next.later(clock.millis()));
        LOG.warn(
                "adapter not served adapterVersion={} reason={}", next.version().policy(), reason);
        listener.failed(next.version().policy(), reason);
    }

    private void unload(String policy) {
        try {
            engine.unload(policy);
        } catch (IOException e) {
            LOG.warn("adapter not unloaded adapterVersion={} reason={}", policy, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
