package io.molt.engine;

import io.molt.engine.adapter.LoadedAdapters;
import io.molt.engine.http.EngineServer;
import io.molt.engine.http.Workers;
import io.molt.policy.model.PolicyDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running engine. */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration LAST_REPLIES = Duration.ofSeconds(10);
    private static final int LONGEST_HEADERS = 64 << 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(
                    new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
    private final Workers workers;
    private final HttpServer server;

    private Engine(EngineConfig config, PolicyDirectory policy, InstantSource clock, LongSupplier seeds) {
        this.workers = new Workers(config.threads(), config.queue());
        LoadedAdapters adapters = new LoadedAdapters(policy.config(), config.adapters(), EngineServer.names(policy));
        EngineServer http = new EngineServer(vertx, policy, adapters, workers, clock, seeds);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setMaxHeaderSize(LONGEST_HEADERS)
                        .setHandle100ContinueAutomatically(true))
                .connectionHandler(connection -> connection.exceptionHandler(e -> LOG.debug("client broke off")))
                .requestHandler(http::handle);
    }

    /** Starts an engine on the system's clock; replies without a seed differ from run to run. */
    public static Engine start(EngineConfig config) throws IOException {
        return start(config, Clock.systemUTC(), new SecureRandom()::nextLong);
    }

    /**
     * Starts an engine; returns once it listens.
     *
     * @param seeds for requests without one
     * @throws IllegalStateException if the port is taken
     */
    public static Engine start(EngineConfig config, InstantSource clock, LongSupplier seeds) throws IOException {
        Engine engine = new Engine(config, PolicyDirectory.open(config.policy()), clock, seeds);
        try {
            engine.server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            engine.close();
            throw new IllegalStateException(
                    "engine.port " + config.port() + " on " + config.host() + " cannot be used: "
                            + e.getCause().getMessage(),
                    e);
        }
        LOG.info("engine listens host={} port={}", config.host(), engine.port());
        return engine;
    }

    public int port() {
        return server.actualPort();
    }

    /** Takes no new requests, ends the replies in flight, within ten seconds. */
    @Override
    public void close() {
        settle(server.shutdown(LAST_REPLIES.toMillis(), TimeUnit.MILLISECONDS));
        workers.close();
        settle(vertx.close());
    }

    private static void settle(Future<Void> closing) {
        closing.toCompletionStage()
                .toCompletableFuture()
                .handle((done, failure) -> failure == null)
                .join();
    }
}
