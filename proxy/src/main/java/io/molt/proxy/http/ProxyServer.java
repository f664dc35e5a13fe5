package io.molt.proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.route.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the proxy serves, path by path. */
public final class ProxyServer {

    /** A session id of 10 kB is a header like any other. */
    private static final int LONGEST_HEADERS = 64 << 10;

    private static final int CONNECTIONS = 4096;
    private static final int CONNECT_MILLIS = 5_000;
    /** Below the 5 s of vLLM's web server, so that we are the first to let go of an idle connection. */
    private static final int KEEP_ALIVE_SECONDS = 4;
    /** An upstream that says nothing for so long has gone. */
    private static final int SILENCE_SECONDS = 600;

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

    private final HttpClient client;
    private final Upstream upstream;
    private final RouteTable routes;
    private final ProxyMetrics metrics;
    private final ChatHandler chat;
    private final OutcomeHandler outcomes;
    private final long longestBody;

    /**
     * Serves nothing yet.
     *
     * @param longestBody bytes
     */
    public ProxyServer(
            Vertx vertx,
            HttpClient client,
            Upstream upstream,
            TurnDesk desk,
            RouteTable routes,
            ProxyMetrics metrics,
            long longestBody) {
        this.client = client;
        this.upstream = upstream;
        this.routes = routes;
        this.metrics = metrics;
        this.chat = new ChatHandler(vertx, client, upstream, desk);
        this.outcomes = new OutcomeHandler(desk);
        this.longestBody = longestBody;
    }

    /** How the server listens. */
    public static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_HEADERS)
                .setHandle100ContinueAutomatically(true);
    }

    /** How the upstream is called. */
    public static HttpClient client(Vertx vertx) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setMaxHeaderSize(LONGEST_HEADERS);
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
                .withConnectHandler(
                        connection -> connection.exceptionHandler(e -> LOG.debug("upstream connection broke off")))
                .build();
    }

    /** Any request. */
    public void handle(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("");
        switch (request.method().name() + " " + path) {
            case "POST /v1/chat/completions" -> readBody(request, body -> chat.handle(request, body));
            case "POST /v1/outcomes" -> readBody(request, body -> outcomes.handle(request, body));
            case "GET /v1/models" -> models(request);
            case "GET /healthz" -> Answers.json(
                    request.response(), JsonText.bytes(JsonText.object().put("status", "ok")));
            case "GET /metrics" -> request.response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape(routes::inFlight));
            default -> Answers.error(
                    request.response(), ApiError.invalid(404, "there is no " + request.method() + " on this path"));
        }
    }

    private void readBody(HttpServerRequest request, Consumer<Buffer> handler) {
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuseBody(request, ApiError.invalid(415, "a compressed request body is not supported"));
            return;
        }
        if (declaredLength(request) > longestBody) {
            refuseBody(request, tooLong());
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(bytes -> {
            if (body.length() + bytes.length() > longestBody) {
                refuseBody(request, tooLong());
            } else {
                body.appendBuffer(bytes);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                handler.accept(body);
            }
        });
        request.exceptionHandler(e -> {});
    }

    private ApiError tooLong() {
        return ApiError.invalid(413, "the body is longer than " + longestBody + " bytes");
    }

    /** What is still to come is read and thrown away, so that the client can read why. */
    private static void refuseBody(HttpServerRequest request, ApiError error) {
        request.handler(ignored -> {});
        request.exceptionHandler(e -> {});
        request.response().putHeader("connection", "close");
        Answers.error(request.response(), error);
    }

    private static long declaredLength(HttpServerRequest request) {
        try {
            return Long.parseLong(
                    Optional.ofNullable(request.getHeader("content-length")).orElse("0"));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Molt's own model, then whatever the upstream has. */
    private void models(HttpServerRequest request) {
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(upstream.url() + "/models");
        client.request(options)
                .compose(asked -> {
                    PassedHeaders.toUpstream(request.headers(), asked.headers(), upstream);
                    return asked.send();
                })
                .compose(HttpClientResponse::body)
                .map(body -> modelList(body.getBytes()))
                .otherwise(modelList(new byte[0]))
                .onSuccess(list -> Answers.json(request.response(), list));
    }

    private static byte[] modelList(byte[] upstreamList) {
        ObjectNode list = JsonText.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        data.addObject()
                .put("id", TurnDesk.MODEL)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "molt");
        try {
            for (JsonNode model : JsonText.parse(upstreamList).path("data")) {
                data.add(model);
            }
        } catch (IOException e) {
            // An upstream without a list of models still serves ours.
        }
        return JsonText.bytes(list);
    }
}
