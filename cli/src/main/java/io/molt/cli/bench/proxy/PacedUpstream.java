package io.molt.cli.bench.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Streams 64 tokens to everybody, one every 20 ms, each with its place and the time at which it was sent. */
final class PacedUpstream implements AutoCloseable {

    static final int FRAMES = 64;
    private static final long PACE_MILLIS = 20;
    private static final String END =
            """
            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server = vertx.createHttpServer(
                    new HttpServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true))
            .requestHandler(this::answer);

    private PacedUpstream() {}

    static PacedUpstream start() {
        PacedUpstream upstream = new PacedUpstream();
        upstream.server.listen().toCompletionStage().toCompletableFuture().join();
        return upstream;
    }

    int port() {
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        request.handler(ignored -> {});
        request.endHandler(end -> {
            HttpServerResponse response = request.response().setChunked(true);
            response.putHeader("content-type", "text/event-stream");
            frame(response, 0);
            int[] next = {1};
            vertx.setPeriodic(PACE_MILLIS, timer -> {
                if (response.closed() || next[0] > FRAMES) {
                    vertx.cancelTimer(timer);
                } else if (next[0] == FRAMES) {
                    next[0]++;
                    response.end(END);
                } else {
                    frame(response, next[0]++);
                }
            });
        });
    }

    private static void frame(HttpServerResponse response, int place) {
        response.write(Buffer.buffer("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token \"},"
                + "\"finish_reason\":null}],\"place\":" + place + ",\"sent\":" + System.nanoTime() + "}\n\n"));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
