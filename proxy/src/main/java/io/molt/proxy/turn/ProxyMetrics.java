package io.molt.proxy.turn;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.molt.proxy.access.Gate;
import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.route.RouteTable;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.TurnKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the proxy counts, for Prometheus. Labels have few values: no sessions, and a hundred policies at most. */
public final class ProxyMetrics {

    private static final int MOST_POLICIES = 100;

    /** A function counter holds what it asks by a weak reference: here that is always these metrics, which live as long. */
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final LongAdder dropped = new LongAdder();
    private final Counter recordWaits = registry.counter("molt_capture_waits_total");
    private final Counter flips = registry.counter("molt_route_flips_total");
    private final Counter unserved = registry.counter("molt_adapters_not_served_total");
    private final Counter injections = registry.counter("molt_skill_injections_total");
    private final Timer firstToken = Timer.builder("molt_first_token_seconds")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(registry);
    private final MultiGauge inFlight =
            MultiGauge.builder("molt_turns_in_flight").register(registry);
    private final MultiGauge shares = MultiGauge.builder("molt_canary_share").register(registry);
    private final MultiGauge canaryTurns =
            MultiGauge.builder("molt_canary_turns").register(registry);
    private volatile Supplier<Map<String, RouteTable.CanaryTurns>> canaries = Map::of;

    public void captureDropped() {
        dropped.increment();
    }

    /** A request was not begun at once, since too much waited to be recorded. */
    public void waitsForRecord() {
        recordWaits.increment();
    }

    public void routeFlipped() {
        flips.increment();
    }

    public void adapterNotServed() {
        unserved.increment();
    }

    /** Versions that the engine refuses, and the agents' canaries. */
    public void watchAdapters(IntSupplier refused, Supplier<Map<String, RouteTable.CanaryTurns>> running) {
        Gauge.builder("molt_adapters_waiting", refused::getAsInt).register(registry);
        this.canaries = running;
    }

    /** How many events wait to be recorded, and what lies in the spool. */
    public void watchCapture(IntSupplier waiting, Supplier<CaptureHealth> health) {
        FunctionCounter.builder(
                        "molt_capture_dropped_total",
                        dropped,
                        known -> known.sum() + health.get().droppedLater())
                .register(registry);
        Gauge.builder("molt_capture_waiting", waiting::getAsInt).register(registry);
        Gauge.builder("molt_capture_online", () -> health.get().state() == CaptureHealth.State.ONLINE ? 1 : 0)
                .register(registry);
        Gauge.builder("molt_capture_spooled_records", () -> health.get().spooledRecords())
                .register(registry);
        Gauge.builder("molt_capture_spooled_bytes", () -> health.get().spooledBytes())
                .register(registry);
    }

    /** What the gate counts. */
    public void watchGate(Gate gate) {
        Gauge.builder("molt_requests_in_flight", gate::inside).register(registry);
        FunctionCounter.builder("molt_requests_refused_total", gate, Gate::refused)
                .tag("reason", "key")
                .register(registry);
        FunctionCounter.builder("molt_requests_refused_total", gate, Gate::busy)
                .tag("reason", "busy")
                .register(registry);
        FunctionCounter.builder("molt_requests_refused_total", gate, Gate::foreign)
                .tag("reason", "foreign")
                .register(registry);
    }

    /** Of requests in flight, and those for which there was no place. */
    public void watchBodies(LongSupplier bytes, LongSupplier refused) {
        Gauge.builder("molt_request_body_bytes", bytes::getAsLong).register(registry);
        FunctionCounter.builder("molt_requests_refused_total", this, same -> refused.getAsLong())
                .tag("reason", "memory")
                .register(registry);
    }

    /** What the server counts. */
    public void watchConnections(IntSupplier open, LongSupplier closedByUs) {
        Gauge.builder("molt_connections", open::getAsInt).register(registry);
        FunctionCounter.builder("molt_connections_closed_total", this, same -> closedByUs.getAsLong())
                .register(registry);
    }

    /** Spans that could not be sent. */
    public void watchTraces(LongSupplier dropped) {
        FunctionCounter.builder("molt_spans_dropped_total", this, same -> dropped.getAsLong())
                .register(registry);
    }

    public void watchBypass(BooleanSupplier on) {
        Gauge.builder("molt_bypass", () -> on.getAsBoolean() ? 1 : 0).register(registry);
    }

    public void injected(int skills) {
        injections.increment(skills);
    }

    public void firstToken(long millis) {
        firstToken.record(Duration.ofMillis(Math.max(0, millis)));
    }

    public void ended(TurnKind kind, Ending ending) {
        String outcome = ending.whole() ? "whole" : ending.status() == 499 ? "hung_up" : "failed";
        registry.counter("molt_turns_total", "kind", kind.name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .increment();
    }

    /** The text that Prometheus reads; versions come and go, so turns in flight are asked for at this moment. */
    public String scrape(Supplier<Map<String, Integer>> turnsInFlight) {
        inFlight.register(
                most(turnsInFlight.get()).entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(Tags.of("policy", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
        scrapeCanaries();
        return registry.scrape();
    }

    /** The largest; all others together are called {@code other}. */
    private static Map<String, Integer> most(Map<String, Integer> byPolicy) {
        if (byPolicy.size() <= MOST_POLICIES) {
            return byPolicy;
        }
        Map<String, Integer> most = new TreeMap<>();
        byPolicy.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(each -> most.merge(
                        most.size() < MOST_POLICIES - 1 ? each.getKey() : "other", each.getValue(), Integer::sum));
        return most;
    }

    /** A row for each canary that there is now, and one for what the version beside it has answered meanwhile. */
    private void scrapeCanaries() {
        List<MultiGauge.Row<?>> share = new ArrayList<>();
        List<MultiGauge.Row<?>> turns = new ArrayList<>();
        canaries.get().values().stream().limit(MOST_POLICIES).forEach(each -> {
            String policy = each.canary().route().policy();
            share.add(MultiGauge.Row.of(
                    Tags.of("policy", policy), each.canary().draw().share()));
            turns.add(MultiGauge.Row.of(Tags.of("policy", policy, "answered_by", "canary"), each.byCanary()));
            turns.add(MultiGauge.Row.of(Tags.of("policy", policy, "answered_by", "main"), each.byMain()));
        });
        shares.register(share, true);
        canaryTurns.register(turns, true);
    }
}
