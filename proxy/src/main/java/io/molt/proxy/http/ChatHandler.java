package io.molt.proxy.http;

import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.ChatRequest;
import io.molt.proxy.request.Headers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

/** {@code POST /v1/chat/completions}. */
final class ChatHandler {

    /** Reading and hashing more than this would hold up the other turns of the event loop. */
    private static final int SMALL_BODY = 32 << 10;

    private final Vertx vertx;
    private final HttpClient upstream;
    private final Upstream target;
    private final TurnDesk desk;

    ChatHandler(Vertx vertx, HttpClient upstream, Upstream target, TurnDesk desk) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.target = target;
        this.desk = desk;
    }

    /** The whole body is here. */
    void handle(HttpServerRequest request, Buffer body) {
        open(request, body).onSuccess(turn -> ask(request, turn)).onFailure(e -> refuse(request, e));
    }

    private Future<OpenTurn> open(HttpServerRequest request, Buffer body) {
        Headers headers = Headers.of(request.headers());
        if (body.length() > SMALL_BODY) {
            return vertx.executeBlocking(() -> desk.begin(ChatRequest.read(headers, body.getBytes())), false);
        }
        try {
            return Future.succeededFuture(desk.begin(ChatRequest.read(headers, body.getBytes())));
        } catch (BadRequest | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static void refuse(HttpServerRequest request, Throwable e) {
        if (e instanceof BadRequest bad) {
            Answers.error(request.response(), ApiError.of(bad));
        } else {
            Bugs.log(e);
            Answers.error(request.response(), new ApiError(500, "server_error", "", "the proxy failed"));
        }
    }

    /**
     * What was tried for one request; each at most once.
     *
     * @param reconnected on another connection
     * @param onBase without the adapter
     */
    private record Tries(boolean reconnected, boolean onBase) {

        static final Tries FIRST = new Tries(false, false);
    }

    private void ask(HttpServerRequest request, OpenTurn turn) {
        ChatExchange exchange = new ChatExchange(desk, turn, request.response());
        if (request.response().closed()) {
            exchange.clientGone();
        } else {
            ask(request, exchange, Tries.FIRST);
        }
    }

    private void ask(HttpServerRequest request, ChatExchange exchange, Tries tries) {
        OpenTurn turn = exchange.turn();
        Buffer body = Buffer.buffer(turn.upstreamBody(desk.upstreamModel(turn)));
        upstream.request(target(request))
                .onFailure(e -> exchange.breakOff("upstream cannot be reached"))
                .onSuccess(asked -> {
                    if (exchange.connected(asked)) {
                        PassedHeaders.toUpstream(request.headers(), asked.headers(), target);
                        asked.send(body)
                                .onFailure(e -> failed(request, exchange, tries, e))
                                .onSuccess(answer -> answered(request, exchange, tries, answer));
                    }
                });
    }

    /** A kept connection may have been closed by the upstream just when we used it: once more, on a new one. */
    private void failed(HttpServerRequest request, ChatExchange exchange, Tries tries, Throwable e) {
        if (e instanceof HttpClosedException && !tries.reconnected() && !exchange.ended()) {
            ask(request, exchange, new Tries(true, tries.onBase()));
        } else {
            exchange.breakOff("upstream broke off");
        }
    }

    /** An engine that was restarted has lost its adapters: the base answers until they are back. */
    private void answered(HttpServerRequest request, ChatExchange exchange, Tries tries, HttpClientResponse answer) {
        if (answer.statusCode() == 404 && !tries.onBase() && exchange.turn().needsAdapter() && !exchange.ended()) {
            answer.handler(ignored -> {});
            exchange.moveToBase();
            ask(request, exchange, new Tries(tries.reconnected(), true));
        } else {
            exchange.answered(answer);
        }
    }

    private RequestOptions target(HttpServerRequest request) {
        String query = request.query() == null ? "" : "?" + request.query();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.url() + "/chat/completions" + query);
    }
}
