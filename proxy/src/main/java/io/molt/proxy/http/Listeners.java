package io.molt.proxy.http;

import io.molt.proxy.listen.Connections;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address served by several event loops, so that every core has its share; each has its own connections upstream. */
public final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Listener> all = new CopyOnWriteArrayList<>();

    /** One server, on the event loop of its own deployment. */
    private static final class Listener extends VerticleBase {

        private final HttpServerOptions options;
        private final Supplier<ProxyServer> serving;
        private final Connections connections;
        private HttpServer server;

        Listener(HttpServerOptions options, Supplier<ProxyServer> serving, Connections connections) {
            this.options = options;
            this.serving = serving;
            this.connections = connections;
        }

        @Override
        public Future<?> start() {
            ProxyServer serves = serving.get();
            server = vertx.createHttpServer(options)
                    .connectionHandler(connection -> {
                        connection.exceptionHandler(e -> LOG.debug("client broke off"));
                        connections.opened(connection);
                    })
                    .requestHandler(request -> {
                        connections.began(request);
                        serves.handle(request);
                    });
            // Any free port, but the same for all.
            return server.listen(
                    options.getPort() == 0
                            ? SocketAddress.sharedRandomPort(1, options.getHost())
                            : SocketAddress.inetSocketAddress(options.getPort(), options.getHost()));
        }
    }

    /**
     * Listens; returns when it does.
     *
     * @param loops how many event loops serve
     * @param serving makes what one of them serves
     * @param connections those of all of them
     * @throws java.util.concurrent.CompletionException if the address cannot be used
     */
    public void listen(
            Vertx vertx, HttpServerOptions options, int loops, Supplier<ProxyServer> serving, Connections connections) {
        Supplier<Listener> listeners = () -> {
            Listener listener = new Listener(options, serving, connections);
            all.add(listener);
            return listener;
        };
        vertx.deployVerticle(listeners, new DeploymentOptions().setInstances(loops))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** From now on new connections see this certificate; with one that cannot be used the old one stays. */
    public void show(PemKeyCertOptions certificate) {
        for (Listener listener : all) {
            ServerSSLOptions options = listener.options.getSslOptions().copy();
            options.setKeyCertOptions(certificate);
            listener.server
                    .updateSSLOptions(options, true)
                    .onFailure(e -> LOG.warn("certificate and key cannot be used together yet"))
                    .onSuccess(shown -> LOG.info("certificate was renewed"));
        }
    }

    public int port() {
        return all.get(0).server.actualPort();
    }

    /** Takes no new requests and ends when those in flight have ended, or after so many milliseconds. */
    public void shutdown(long patienceMillis) {
        List<Future<?>> ends = new ArrayList<>();
        all.forEach(listener -> ends.add(listener.server.shutdown(patienceMillis, TimeUnit.MILLISECONDS)));
        Future.join(ends)
                .toCompletionStage()
                .toCompletableFuture()
                .handle((done, failure) -> failure == null)
                .join();
    }
}
