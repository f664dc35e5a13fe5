package io.molt.proxy.route;

import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the versions that {@link ServingRule} says into serving: load, prove, flip, unload what was before. The engine is
 * asked on the thread that reads the topic of adapters only; commands that need no engine are obeyed while it hangs.
 */
public final class AdapterSwap {

    private static final Logger LOG = LoggerFactory.getLogger(AdapterSwap.class);

    private final ServingEngine engine;
    private final SwapPlan plan;
    private final Setup setup;
    private final SwapListener listener;
    private final Map<String, AdapterServing> said = new HashMap<>();
    /** Why this proxy was refused last, by what it says it of. */
    private final Map<String, String> refusals = new HashMap<>();

    private final Queue<String> unneeded = new ConcurrentLinkedQueue<>();
    private final Queue<Route> lost = new ConcurrentLinkedQueue<>();

    /**
     * What a swap has to know of its surroundings.
     *
     * @param path where a version's files lie, as the engine sees it
     * @param sessions asked before a canary comes in
     * @param proxy its name, for those who read that it could not serve a version
     * @param clock for pauses, and for when a route was flipped
     */
    public record Setup(
            Function<AdapterVersion, String> path, BegunSessions sessions, String proxy, InstantSource clock) {}

    /** Nothing is served yet. */
    public AdapterSwap(ServingEngine engine, RouteTable routes, Setup setup, SwapListener listener) {
        this.engine = engine;
        this.plan = new SwapPlan(routes, setup.sessions());
        this.setup = setup;
        this.listener = listener;
    }

    /** A version was announced. */
    public void record(AdapterVersion version) {
        if (version.report().status() == VersionStatus.ACCEPTED) {
            plan.accept(version, now());
            tell();
        }
    }

    /** A proxy, perhaps this one, has said what became of a version. */
    public void record(AdapterServing serving) {
        said.put(serving.key(), serving);
    }

    /** A fork has left this version behind. */
    public void gone(String key) {
        plan.gone(key, now());
        tell();
    }

    /** A pin or a rollback; others are ignored. Called from any thread. */
    public void command(ControlRecord command) {
        if (command.kind() == ControlKind.PIN || command.kind() == ControlKind.ROLLBACK) {
            try {
                plan.command(command, now());
                tell();
            } catch (IllegalArgumentException e) {
                LOG.warn("command ignored command={} reason={}", command.commandId(), e.getMessage());
            }
        }
    }

    /** A policy that no turn needs any more; called from any thread. */
    public void retire(String policy) {
        unneeded.add(policy);
    }

    /** The engine does not know this route's adapter any more, as after its restart; called from any thread. */
    public void lost(Route route) {
        lost.add(route);
    }

    /** Versions that were refused, and are waited for. Never waits. */
    public int waiting() {
        return plan.waiting();
    }

    /** Does what is due. */
    public void idle() {
        for (Route route = lost.poll(); route != null; route = lost.poll()) {
            plan.lost(route);
        }
        plan.due(now()).forEach(this::swap);
        tell();
        for (String policy = unneeded.poll(); policy != null; policy = unneeded.poll()) {
            plan.retire(policy);
        }
        plan.takeUnneeded().forEach(this::unload);
    }

    private long now() {
        return setup.clock().millis();
    }

    private void swap(AdapterVersion version) {
        try {
            engine.load(version.policy(), setup.path().apply(version));
            String difference = ProbeCheck.difference(
                    version.report().probe(),
                    engine.ask(version.policy(), version.report().probe()));
            if (difference.isEmpty()) {
                plan.proved(version, now());
                served(version);
            } else {
                refused(version, difference);
                unload(version.policy());
            }
        } catch (IOException | IllegalArgumentException e) {
            refused(version, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a version that could be served at once nobody need be told. */
    private void served(AdapterVersion version) {
        AdapterServing before = said.get(serving(version, true, "", 0).key());
        if (before != null && !before.served()) {
            say(serving(version, true, "", before.attempts() + 1));
        }
    }

    /** The version before stays; whoever asks is told why. */
    private void refused(AdapterVersion version, String reason) {
        int attempts = plan.failed(version, now());
        LOG.warn("adapter not served adapterVersion={} reason={}", version.policy(), reason);
        listener.failed(version.policy(), reason);
        AdapterServing serving = serving(version, false, reason, attempts);
        AdapterServing before = said.get(serving.key());
        // Other proxies may have other reasons: a proxy compares with its own last word, if it has said one.
        Optional<String> ownWord = Optional.ofNullable(refusals.put(serving.key(), reason));
        boolean known = before != null
                && !before.served()
                && ownWord.orElse(before.reason()).equals(reason);
        if (!known) {
            say(serving);
        }
    }

    private AdapterServing serving(AdapterVersion version, boolean served, String reason, int attempts) {
        return new AdapterServing(version.agentId(), version.version(), served, reason, attempts, setup.proxy(), now());
    }

    private void say(AdapterServing serving) {
        said.put(serving.key(), serving);
        listener.said(serving);
    }

    private void tell() {
        for (SwapPlan.Flip flip : plan.takeFlips()) {
            Route main = flip.after().main();
            if (!main.equals(flip.before().main())) {
                LOG.info("adapter live adapterVersion={} agent={}", main.policy(), main.agentId());
                listener.live(main);
            }
            if (!flip.after().canary().equals(flip.before().canary())) {
                LOG.info(
                        "canary agent={} adapterVersion={} share={}",
                        main.agentId(),
                        flip.after().canaryVersion(),
                        flip.after().canary().map(some -> some.draw().share()).orElse(0));
            }
        }
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
