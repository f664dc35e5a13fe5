package io.molt.proxy.http;

import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool of connections per upstream, so that a slow one holds up nobody else's turns. */
public final class UpstreamPools {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamPools.class);
    private static final int CONNECTIONS = 4096;
    private static final int HTTP2_CONNECTIONS = 64;
    /** Bytes, for all streams of a connection together: one whose client is slow must not stop the others. */
    private static final int WINDOW = 16 << 20;

    private static final int CONNECT_MILLIS = 5_000;
    /** Below the 5 s of vLLM's web server, so that we are the first to let go of an idle connection. */
    private static final int KEEP_ALIVE_SECONDS = 4;
    /** An upstream that says nothing for so long has gone. */
    private static final int SILENCE_SECONDS = 600;

    private final Map<String, Pool> byName = new HashMap<>();

    /**
     * Connections to one upstream.
     *
     * @param url its own, as the client wants it
     */
    private record Pool(HttpClient client, RequestOptions url) {}

    public UpstreamPools(Vertx vertx, Upstreams upstreams) {
        upstreams
                .all()
                .forEach(upstream -> byName.put(
                        upstream.name(),
                        new Pool(
                                client(vertx, upstream),
                                new RequestOptions()
                                        .setAbsoluteURI(upstream.endpoint().url()))));
    }

    /** HTTP/2 where TLS lets both sides agree on it, else HTTP/1.1. */
    private static HttpClient client(Vertx vertx, Upstream upstream) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(ProxyServer.LONGEST_HEADERS);
        if (upstream.endpoint().url().startsWith("https:")) {
            options.setHttp2ConnectionWindowSize(WINDOW);
            options.setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
        }
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setHttp2MaxSize(HTTP2_CONNECTIONS))
                .withConnectHandler(
                        connection -> connection.exceptionHandler(e -> LOG.debug("upstream connection broke off")))
                .build();
    }

    /**
     * A request that is about to be sent.
     *
     * @param path below the upstream's url, with its query
     */
    Future<HttpClientRequest> request(Upstream upstream, HttpMethod method, String path) {
        Pool pool = of(upstream);
        RequestOptions options = new RequestOptions(pool.url()).setMethod(method);
        return pool.client().request(options.setURI(options.getURI() + path));
    }

    private Pool of(Upstream upstream) {
        return Optional.ofNullable(byName.get(upstream.name()))
                .orElseThrow(() -> new IllegalArgumentException("there is no upstream " + upstream.name()));
    }
}
