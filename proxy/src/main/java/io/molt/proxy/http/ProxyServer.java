package io.molt.proxy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import io.molt.proxy.route.RouteTable;
import io.molt.proxy.turn.ProxyMetrics;
import io.molt.proxy.turn.TurnDesk;
import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What the proxy serves, path by path. */
public final class ProxyServer {

    /** A session id of 10 kB is a header like any other. */
    static final int LONGEST_HEADERS = 64 << 10;

    private static final String COUNT_TOKENS = Dialect.MESSAGES.path() + "/count_tokens";

    private final Serves serves;
    private final TurnHandler turns;
    private final OutcomeHandler outcomes;
    private final ModelsHandler models;
    private final PassThrough passThrough;
    private final RequestBody bodies;

    /** What a server serves from. */
    public record Serves(
            Upstreams upstreams,
            UpstreamPools pools,
            TurnDesk desk,
            RouteTable routes,
            ProxyMetrics metrics,
            Supplier<CaptureHealth> capture) {}

    /**
     * Serves nothing yet.
     *
     * @param longestBody bytes
     */
    public ProxyServer(Vertx vertx, Serves serves, long longestBody) {
        this.serves = serves;
        this.turns = new TurnHandler(vertx, serves.pools(), serves.desk());
        this.outcomes = new OutcomeHandler(serves.desk());
        this.models = new ModelsHandler(serves.pools());
        this.passThrough = new PassThrough(serves.pools());
        this.bodies = new RequestBody(longestBody);
    }

    /** How the server listens. */
    public static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_HEADERS)
                .setHandle100ContinueAutomatically(true);
    }

    /** Any request. */
    public void handle(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("");
        switch (request.method().name() + " " + path) {
            case "GET /healthz" -> Answers.json(request.response(), health());
            case "GET /metrics" -> request.response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(serves.metrics().scrape(serves.routes()::inFlight));
            case "HEAD /api/hello", "GET /api/hello" -> request.response()
                    .end(); // Claude Code looks whether somebody is there
            default -> serve(request, path);
        }
    }

    /** The proxy answers whatever becomes of the record, so its status is always ok. */
    private byte[] health() {
        CaptureHealth capture = serves.capture().get();
        ObjectNode json = JsonText.object().put("status", "ok");
        json.putObject("capture")
                .put("state", capture.state().name().toLowerCase(Locale.ROOT))
                .put("spooled_records", capture.spooledRecords())
                .put("spooled_bytes", capture.spooledBytes())
                .put("dropped", capture.dropped());
        return JsonText.bytes(json);
    }

    private void serve(HttpServerRequest request, String path) {
        Caller caller = Caller.open(Headers.of(request.headers()));
        switch (request.method().name() + " " + path) {
            case "POST /v1/chat/completions" -> turn(request, Dialect.CHAT, caller);
            case "POST /v1/responses" -> turn(request, Dialect.RESPONSES, caller);
            case "POST /v1/messages" -> turn(request, Dialect.MESSAGES, caller);
            case "POST /v1/outcomes" -> bodies.read(request, body -> outcomes.handle(request, caller, body));
            case "GET /v1/models" -> models.handle(request, upstream(caller));
            default -> other(request, path, caller);
        }
    }

    private void turn(HttpServerRequest request, Dialect dialect, Caller caller) {
        bodies.read(request, body -> turns.handle(request, dialect, caller, body));
    }

    private void other(HttpServerRequest request, String path, Caller caller) {
        Upstream upstream = upstream(caller);
        boolean counts = path.equals(COUNT_TOKENS) && upstream.speaks(Dialect.MESSAGES);
        if (path.equals(Dialect.RESPONSES.path()) && request.getHeader("upgrade") != null) {
            // Codex tries a WebSocket first; by this answer it goes on without one at once.
            Answers.error(request, ApiError.invalid(426, "there are no WebSockets here"));
        } else if (counts || (path.startsWith("/v1/") && PassThrough.isOpen(upstream))) {
            bodies.read(request, body -> passThrough.handle(request, upstream, body));
        } else {
            request.response().putHeader("connection", "close");
            Answers.error(request, ApiError.invalid(404, "there is no " + request.method() + " on this path"));
        }
    }

    private Upstream upstream(Caller caller) {
        return serves.upstreams().of(caller.agentId().orElse("default"));
    }
}
