package io.molt.proxy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.access.Admission;
import io.molt.proxy.access.Gate;
import io.molt.proxy.delivery.CaptureHealth;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.listen.AnswerTimes;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import io.molt.proxy.request.TurnRequest;
import io.molt.proxy.route.RouteTable;
import io.molt.proxy.turn.ProxyMetrics;
import io.molt.proxy.turn.TurnDesk;
import io.molt.proxy.upstream.Upstream;
import io.molt.proxy.upstream.Upstreams;
import io.molt.proxy.watch.Bypass;
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
            Gate gate,
            Bypass bypass,
            HeldBodies bodies,
            AnswerTimes times,
            Supplier<CaptureHealth> capture) {}

    /**
     * Serves nothing yet.
     *
     * @param longestBody bytes
     */
    public ProxyServer(Vertx vertx, Serves serves, long longestBody) {
        this.serves = serves;
        this.turns = new TurnHandler(vertx, serves.pools(), serves.desk(), serves.times());
        this.outcomes = new OutcomeHandler(serves.desk());
        this.models = new ModelsHandler(serves.pools());
        this.passThrough = new PassThrough(serves.pools());
        this.bodies = new RequestBody(longestBody, serves.bodies());
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
        Optional<String> foreign = serves.gate().foreign(authority(request), header(request, "origin"));
        if (foreign.isPresent()) {
            Answers.closeAfter(request);
            Answers.error(request, ApiError.invalid(400, foreign.get()));
            return;
        }
        String path = Optional.ofNullable(request.path()).orElse("");
        switch (request.method().name() + " " + path) {
            case "GET /healthz" -> Answers.json(request.response(), health());
            case "GET /metrics" -> {
                if (serves.gate().isOpen()) {
                    metrics(request);
                } else {
                    admit(request, path);
                }
            }
            case "HEAD /api/hello", "GET /api/hello" -> request.response()
                    .end(); // Claude Code looks whether somebody is there
            default -> admit(request, path);
        }
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    private static Optional<String> authority(HttpServerRequest request) {
        return header(request, "host")
                .or(() -> Optional.ofNullable(request.authority()).map(Object::toString));
    }

    private void metrics(HttpServerRequest request) {
        request.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(serves.metrics().scrape(serves.routes()::inFlight));
    }

    /** Until its response is over, a request counts as its caller's. */
    private void admit(HttpServerRequest request, String path) {
        Headers headers = Headers.of(request.headers());
        Admission admission = serves.gate().enter(headers);
        if (admission instanceof Admission.Admitted admitted) {
            Caller caller = admitted.caller();
            serve(new Visit(request, headers, caller, () -> serves.gate().leave(caller)), path);
        } else if (admission instanceof Admission.Busy busy) {
            request.response().putHeader("retry-after", "1");
            Answers.error(request, ApiError.busy("this key has " + busy.most() + " requests in flight already"));
        } else if (admission instanceof Admission.Refused refused) {
            Answers.error(request, ApiError.unauthorized(Answers.dialect(request), refused.reason()));
        }
    }

    /** The proxy answers whatever becomes of the record, so its status is always ok. */
    private byte[] health() {
        CaptureHealth capture = serves.capture().get();
        ObjectNode json = JsonText.object()
                .put("status", "ok")
                .put("bypass", serves.bypass().isOn());
        json.putObject("capture")
                .put("state", capture.state().name().toLowerCase(Locale.ROOT))
                .put("spooled_records", capture.spooledRecords())
                .put("spooled_bytes", capture.spooledBytes())
                .put("dropped", capture.dropped());
        return JsonText.bytes(json);
    }

    private void serve(Visit visit, String path) {
        HttpServerRequest request = visit.request();
        switch (request.method().name() + " " + path) {
            case "GET /metrics" -> metrics(request);
            case "POST /v1/chat/completions" -> turn(visit, Dialect.CHAT);
            case "POST /v1/responses" -> turn(visit, Dialect.RESPONSES);
            case "POST /v1/messages" -> turn(visit, Dialect.MESSAGES);
            case "POST /v1/outcomes" -> bodies.read(visit, body -> outcomes.handle(visit, body));
            case "GET /v1/models" -> models.handle(request, upstream(visit.caller()));
            default -> other(visit, path);
        }
    }

    private void turn(Visit visit, Dialect dialect) {
        bodies.read(visit, body -> turns.handle(visit, dialect, body));
    }

    private void other(Visit visit, String path) {
        HttpServerRequest request = visit.request();
        Upstream upstream = upstream(visit.caller());
        if (path.equals(Dialect.RESPONSES.path()) && request.getHeader("upgrade") != null) {
            // Codex tries a WebSocket first; by this answer it goes on without one at once.
            Answers.error(request, ApiError.invalid(426, "there are no WebSockets here"));
        } else if (path.equals(COUNT_TOKENS)) {
            bodies.read(visit, body -> countTokens(visit, body));
        } else if (path.startsWith("/v1/") && !path.contains("..") && PassThrough.isOpen(upstream)) {
            bodies.read(visit, body -> passThrough.handle(visit, upstream, body));
        } else {
            Answers.closeAfter(request);
            notHere(request);
        }
    }

    /**
     * By the upstream that would answer. One that speaks chat counts only what it answers, and nobody asked for 27 paid
     * answers by looking at Claude Code's {@code /context}: clients are told so, and estimate.
     */
    private void countTokens(Visit visit, byte[] body) {
        try {
            String model = TurnRequest.read(Dialect.MESSAGES, body).model();
            Upstream upstream = serves.upstreams().of(agent(visit.caller()), model);
            if (upstream.speaks(Dialect.MESSAGES)) {
                passThrough.handle(visit, upstream, body);
            } else {
                String message = "tokens are not counted here: the upstream of " + model + " speaks chat, which cannot";
                Answers.error(visit.request(), ApiError.notFound(Dialect.MESSAGES, message));
            }
        } catch (BadRequest e) {
            Answers.error(visit.request(), ApiError.of(e));
        }
    }

    private static void notHere(HttpServerRequest request) {
        Answers.error(
                request,
                ApiError.notFound(Answers.dialect(request), "there is no " + request.method() + " on this path"));
    }

    private Upstream upstream(Caller caller) {
        return serves.upstreams().of(agent(caller));
    }

    private static String agent(Caller caller) {
        return caller.agentId().orElse("default");
    }
}
