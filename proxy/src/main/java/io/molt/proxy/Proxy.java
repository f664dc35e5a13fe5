package io.molt.proxy;

import io.molt.proxy.access.Access;
import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.access.ClientKeys;
import io.molt.proxy.access.Gate;
import io.molt.proxy.access.LocalSites;
import io.molt.proxy.capture.Capture;
import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.capture.KafkaTurnSink;
import io.molt.proxy.capture.TurnSink;
import io.molt.proxy.history.HistoryReader;
import io.molt.proxy.http.HeldBodies;
import io.molt.proxy.http.Listeners;
import io.molt.proxy.http.ProxyServer;
import io.molt.proxy.http.UpstreamPools;
import io.molt.proxy.listen.Connections;
import io.molt.proxy.listen.Listening;
import io.molt.proxy.listen.RenewedCertificate;
import io.molt.proxy.route.AdapterFacts;
import io.molt.proxy.route.AdapterSwap;
import io.molt.proxy.route.BegunSessions;
import io.molt.proxy.route.HttpServingEngine;
import io.molt.proxy.route.RecordedSessions;
import io.molt.proxy.route.Route;
import io.molt.proxy.route.RouteTable;
import io.molt.proxy.route.SwapListener;
import io.molt.proxy.session.FoundTurns;
import io.molt.proxy.session.SessionIndex;
import io.molt.proxy.session.SharedSessions;
import io.molt.proxy.skill.SkillLibrary;
import io.molt.proxy.skill.SkillLimits;
import io.molt.proxy.topic.FactWriter;
import io.molt.proxy.topic.TopicTail;
import io.molt.proxy.trace.Traces;
import io.molt.proxy.turn.Conversations;
import io.molt.proxy.turn.ProxyMetrics;
import io.molt.proxy.turn.TurnDesk;
import io.molt.proxy.turn.TurnIds;
import io.molt.proxy.watch.Bypass;
import io.molt.proxy.watch.WatchedFile;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.skill.SkillVersion;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy. */
public final class Proxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(10);
    /** Of conversations that their clients do not name, about 500 bytes each. */
    private static final int REPLIES = 50_000;
    /** To recognise what clients send again, about 500 bytes each. */
    private static final int MESSAGES = 20_000;

    /** How long ago a conversation may have been held by another proxy, or by this one before it was restarted. */
    private static final Duration CONVERSATIONS = Duration.ofHours(24);

    private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration LAST_TURNS = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setWorkerPoolSize(LOOPS) // they read bodies, each of which takes many times its length in memory
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
    private final ProxyMetrics metrics = new ProxyMetrics();
    private final RouteTable routes = new RouteTable();
    private final SessionIndex sessions = new SessionIndex(REPLIES);
    private final SkillLibrary skills;
    private final AdapterSwap swap;
    private final Kafka kafka;
    private final Traces traces;
    private final BegunSessions sessionsBegun;
    private final Capture capture;
    private final List<TopicTail<?>> tails = new ArrayList<>();
    private final WatchedFile<ClientKeys> keys;
    private final Bypass bypass;
    private final Listening listening;
    private final Connections connections;
    private final Supplier<ProxyServer> serving;
    private final Listeners listeners = new Listeners();
    private Optional<RenewedCertificate> certificate = Optional.empty();

    /**
     * What a proxy has of Kafka besides the topics that it follows.
     *
     * @param turns where they are recorded
     * @param sessions who knows the agents' sessions, given the routes
     * @param facts empty if nobody is told
     */
    private record Kafka(TurnSink turns, Function<RouteTable, BegunSessions> sessions, Optional<FactWriter> facts) {

        static Kafka of(ProxyConfig config, TurnSink turns, InstantSource clock) {
            return new Kafka(
                    turns,
                    routes -> new RecordedSessions(config.brokers(), routes, ContentSeal.of(config.keys()), clock),
                    Optional.of(new FactWriter(config.brokers())));
        }

        static Kafka none(TurnSink turns) {
            return new Kafka(turns, routes -> BegunSessions.ONLY_OURS, Optional.empty());
        }
    }

    private Proxy(
            ProxyConfig config, InstantSource clock, Kafka kafka, WatchedFile<ClientKeys> keys, SwapListener listener) {
        this.keys = keys;
        this.kafka = kafka;
        this.sessionsBegun = kafka.sessions().apply(routes);
        this.bypass = Bypass.watch(config.protection().bypassFile());
        metrics.watchBypass(bypass::isOn);
        AccessConfig access = config.protection().access();
        Gate gate = new Gate(
                new Access(access.required(), keys, clock),
                new LocalSites(config.address().host()),
                access.concurrent());
        metrics.watchGate(gate);
        // With injection off nothing is injected, but turns still say which generation they belong to.
        this.skills = new SkillLibrary(config.skills().orElse(new SkillLimits(0, 0)));
        this.capture = new Capture(
                kafka.turns(), config.capture().limits(), config.protection().redaction(), metrics::captureDropped);
        metrics.watchCapture(capture::waiting, capture::health);
        this.swap = new AdapterSwap(
                new HttpServingEngine(
                        config.upstreams().standard().endpoint().url(),
                        config.upstreams().standard().authorization()),
                routes,
                new AdapterSwap.Setup(
                        version -> config.adapters()
                                .resolve(version.files().directory())
                                .toString(),
                        sessionsBegun,
                        config.address().host() + ":" + config.address().port(),
                        clock),
                counted(listener));
        metrics.watchAdapters(swap::waiting, routes::canaries);
        this.traces = config.telemetry().open();
        metrics.watchTraces(traces::dropped);
        TurnDesk desk = new TurnDesk(new TurnDesk.Tools(
                config.upstreams(),
                new Conversations(sessions, new HistoryReader(MESSAGES)),
                routes,
                swap,
                skills,
                capture,
                config.capture().ack(),
                bypass,
                metrics,
                traces,
                clock,
                new TurnIds(new SecureRandom().nextLong())));
        this.listening = config.protection().listening();
        this.connections = new Connections(vertx, listening.limits());
        metrics.watchConnections(connections::count, connections::closedByUs);
        HeldBodies bodies = new HeldBodies(config.address().allBodies());
        metrics.watchBodies(bodies::bytes, bodies::refused);
        this.serving = () -> new ProxyServer(
                vertx,
                new ProxyServer.Serves(
                        config.upstreams(),
                        new UpstreamPools(vertx, config.upstreams()),
                        desk,
                        routes,
                        metrics,
                        gate,
                        bypass,
                        bodies,
                        listening.answers(),
                        capture::health),
                config.address().longestBody());
    }

    /** Starts a proxy that nobody watches. */
    public static Proxy start(ProxyConfig config, InstantSource clock) {
        return start(config, clock, route -> {});
    }

    /**
     * Starts a proxy. Returns once it listens and has read the skills and adapters that were there before, or has waited
     * long enough for them.
     *
     * @throws IllegalStateException if the port is taken, keys are needed and there is none, or the spool is another proxy's
     */
    public static Proxy start(ProxyConfig config, InstantSource clock, SwapListener listener) {
        if (config.keys().isBlank()) {
            LOG.warn("content is recorded openly and cannot be forgotten: keys.directory is not set");
        }
        if (config.capture().spool().directory().isEmpty()) {
            LOG.warn("turns are lost while Kafka is away for long: spool.directory is not set");
        }
        WatchedFile<ClientKeys> keys = config.protection().access().watch(clock);
        Proxy proxy = new Proxy(config, clock, Kafka.of(config, sink(config), clock), keys, listener);
        proxy.follow(config, clock);
        proxy.listen(config.address());
        return proxy;
    }

    private static TurnSink sink(ProxyConfig config) {
        try {
            CaptureConfig capture = config.capture();
            return KafkaTurnSink.connect(
                    config.brokers(), capture.spool(), ContentSeal.of(config.keys()), capture.ack());
        } catch (IOException e) {
            throw new UncheckedIOException("spool.directory cannot be used", e);
        }
    }

    /** Without Kafka: what is recorded goes to {@code sink}, skills and adapters come by {@link #learn}. */
    static Proxy start(ProxyConfig config, InstantSource clock, TurnSink sink, SwapListener listener) {
        WatchedFile<ClientKeys> keys = config.protection().access().watch(clock);
        Proxy proxy = new Proxy(config, clock, Kafka.none(sink), keys, listener);
        proxy.listen(config.address());
        return proxy;
    }

    private SwapListener counted(SwapListener listener) {
        return new SwapListener() {
            @Override
            public void live(Route route) {
                metrics.routeFlipped();
                listener.live(route);
            }

            @Override
            public void failed(String policy, String reason) {
                metrics.adapterNotServed();
                listener.failed(policy, reason);
            }

            @Override
            public void said(AdapterServing serving) {
                kafka.facts()
                        .ifPresent(
                                facts -> facts.write(Topics.ADAPTERS, serving.key(), Codecs.SERVING.encode(serving)));
                listener.said(serving);
            }
        };
    }

    private void follow(ProxyConfig config, InstantSource clock) {
        tails.add(TopicTail.follow(config.brokers(), Topics.SKILLS, Codecs.SKILLS, new Learned<>(skills::add)));
        if (config.upstreams().standard().trained()) {
            tails.add(TopicTail.follow(config.brokers(), Topics.CONTROL, Codecs.CONTROL, new Learned<>(swap::command)));
            awaitTails(); // a pin counts before the first version is served
            AdapterFacts facts = new AdapterFacts(swap);
            tails.add(TopicTail.follow(config.brokers(), Topics.ADAPTERS, facts, 0, facts));
        }
        awaitTails();
        // Nobody waits for these: a conversation that is not known yet begins anew.
        tails.add(TopicTail.follow(
                config.brokers(),
                Topics.TURNS,
                new FoundTurns(ContentSeal.of(config.keys())),
                clock.millis() - CONVERSATIONS.toMillis(),
                new SharedSessions(sessions)));
    }

    private void awaitTails() {
        CompletableFuture<?>[] caughtUp =
                tails.stream().map(TopicTail::caughtUp).toArray(CompletableFuture[]::new);
        Optional<Throwable> late = Optional.ofNullable(CompletableFuture.allOf(caughtUp)
                .orTimeout(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> failure)
                .join());
        late.ifPresent(e -> LOG.warn("serving before all skills, commands and adapters are known"));
    }

    private record Learned<T>(Consumer<T> facts) implements TopicTail.Listener<T> {

        @Override
        public void record(T fact) {
            facts.accept(fact);
        }

        @Override
        public void idle() {}
    }

    private void listen(ProxyConfig.Address address) {
        try {
            listeners.listen(
                    vertx,
                    listening.addTo(ProxyServer.options(address.host(), address.port())),
                    LOOPS,
                    serving,
                    connections);
            certificate = listening.tls().map(files -> RenewedCertificate.watch(vertx, files, listeners::show));
        } catch (IllegalStateException e) {
            close();
            throw e;
        } catch (CompletionException e) {
            close();
            throw new IllegalStateException(
                    "proxy.port " + address.port() + " on " + address.host() + " cannot be used: "
                            + e.getCause().getMessage(),
                    e);
        }
        LOG.info("proxy listens host={} port={}", address.host(), port());
    }

    /** What the topics would have brought; on the caller's thread. */
    void learn(SkillVersion version) {
        skills.add(version);
    }

    void learn(AdapterVersion version) {
        swap.record(version);
        swap.idle();
    }

    void learn(ControlRecord command) {
        swap.command(command);
    }

    /** Does what is due on the thread that reads adapters: retries, unloading. */
    void swapIdle() {
        swap.idle();
    }

    public int port() {
        return listeners.port();
    }

    /** Agents with an adapter in serving, by name. */
    public Map<String, Route> routes() {
        return routes.routes();
    }

    /** Everything known about skills; empty of skills if injection is off. */
    public SkillLibrary skills() {
        return skills;
    }

    /** Takes no new turns, ends those in flight, records everything, within half a minute. */
    @Override
    public void close() {
        listeners.shutdown(LAST_TURNS.toMillis());
        tails.forEach(TopicTail::close);
        sessionsBegun.close();
        kafka.facts().ifPresent(FactWriter::close);
        keys.close();
        bypass.close();
        certificate.ifPresent(RenewedCertificate::close);
        capture.close();
        traces.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .handle((done, failure) -> failure == null)
                .join();
    }
}
