package io.molt.proxy.http;

import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
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

    private final Map<String, HttpClient> byName = new HashMap<>();

    public UpstreamPools(Vertx vertx, Upstreams upstreams) {
        upstreams.all().forEach(upstream -> byName.put(upstream.name(), client(vertx, upstream)));
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

    HttpClient of(Upstream upstream) {
        return Optional.ofNullable(byName.get(upstream.name()))
                .orElseThrow(() -> new IllegalArgumentException("there is no upstream " + upstream.name()));
    }
}
