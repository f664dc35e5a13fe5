package io.molt.proxy.http;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.listen.AnswerTimes;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import io.molt.proxy.turn.OpenTurn;
import io.molt.proxy.turn.TurnDesk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** A request that a model is to answer, in any dialect. */
final class TurnHandler {

    /** Reading more than this would hold up the other turns of the event loop. */
    private static final int SMALL_BODY = 128 << 10;

    /** Reading it takes many times its length in memory, so one is read after the other. */
    private static final int LONG_BODY = 4 << 20;

    private final Vertx vertx;
    private final WorkerExecutor longBodies;
    private final UpstreamPools pools;
    private final TurnDesk desk;
    private final AnswerTimes times;

    TurnHandler(Vertx vertx, UpstreamPools pools, TurnDesk desk, AnswerTimes times) {
        this.times = times;
        this.vertx = vertx;
        this.longBodies = vertx.createSharedWorkerExecutor("molt-long-bodies", 1);
        this.pools = pools;
        this.desk = desk;
    }

    /** The whole body is here, as its client wrote it. More than can be recorded is not begun, unless it has waited long. */
    void handle(Visit visit, Dialect dialect, byte[] body) {
        CompletableFuture<Void> room = desk.room();
        if (room.isDone()) {
            begin(visit, dialect, body);
        } else {
            Future.fromCompletionStage(room, vertx.getOrCreateContext())
                    .onComplete(waited -> begin(visit, dialect, body));
        }
    }

    private void begin(Visit visit, Dialect dialect, byte[] body) {
        HttpServerRequest request = visit.request();
        if (visit.isOver()) {
            return; // nobody waits for an answer any more
        }
        Caller caller = visit.caller();
        Headers headers = visit.headers();
        Callable<OpenTurn> begun = () -> {
            if (visit.isOver()) {
                throw new CancellationException("its client has gone");
            }
            return desk.begin(dialect, headers, caller, body);
        };
        Future<OpenTurn> opened = body.length > LONG_BODY
                ? longBodies.executeBlocking(begun, false)
                : body.length > SMALL_BODY ? vertx.executeBlocking(begun, false) : open(dialect, headers, caller, body);
        opened.onSuccess(turn -> ask(visit, turn)).onFailure(e -> refuse(request, e));
    }

    private Future<OpenTurn> open(Dialect dialect, Headers headers, Caller caller, byte[] body) {
        try {
            return Future.succeededFuture(desk.begin(dialect, headers, caller, body));
        } catch (BadRequest | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static void refuse(HttpServerRequest request, Throwable e) {
        if (e instanceof BadRequest bad) {
            Answers.error(request, ApiError.of(bad));
        } else if (!(e instanceof CancellationException)) {
            Bugs.log(e);
            Answers.error(request, ApiError.bug());
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

    private void ask(Visit visit, OpenTurn turn) {
        HttpServerRequest request = visit.request();
        TurnExchange exchange = new TurnExchange(vertx, desk, times, turn, visit);
        if (request.response().closed()) {
            exchange.clientGone();
        } else {
            ask(request, exchange, Tries.FIRST);
        }
    }

    private void ask(HttpServerRequest request, TurnExchange exchange, Tries tries) {
        try {
            ask(request, exchange, tries, exchange.turn().outgoing());
        } catch (BadRequest e) {
            exchange.refuse(e);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void ask(HttpServerRequest request, TurnExchange exchange, Tries tries, OpenTurn.Outgoing outgoing) {
        OpenTurn turn = exchange.turn();
        pools.request(turn.upstream(), HttpMethod.POST, target(request, turn))
                .onFailure(e -> exchange.breakOff("upstream cannot be reached"))
                .onSuccess(asked -> {
                    if (exchange.connected(asked, outgoing.answer())) {
                        send(request, exchange, tries, asked, outgoing.body());
                    }
                });
    }

    private void send(
            HttpServerRequest request, TurnExchange exchange, Tries tries, HttpClientRequest asked, byte[] body) {
        try {
            PassedHeaders.toUpstream(request.headers(), asked.headers(), exchange.turn());
            exchange.trace().passOn(asked.headers()::set);
            asked.send(Buffer.buffer(body))
                    .onFailure(e -> failed(request, exchange, tries, e))
                    .onSuccess(answer -> answered(request, exchange, tries, answer));
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    /** A kept connection may have been closed by the upstream just when we used it: once more, on a new one. */
    private void failed(HttpServerRequest request, TurnExchange exchange, Tries tries, Throwable e) {
        if (e instanceof HttpClosedException && !tries.reconnected() && !exchange.ended()) {
            ask(request, exchange, new Tries(true, tries.onBase()));
        } else {
            exchange.breakOff("upstream broke off");
        }
    }

    /** An engine that was restarted has lost its adapters: the base answers until they are back. */
    private void answered(HttpServerRequest request, TurnExchange exchange, Tries tries, HttpClientResponse answer) {
        if (answer.statusCode() == 404 && !tries.onBase() && exchange.turn().needsAdapter() && !exchange.ended()) {
            answer.handler(ignored -> {});
            exchange.moveToBase();
            ask(request, exchange, new Tries(tries.reconnected(), true));
        } else {
            exchange.answered(answer);
        }
    }

    private static String target(HttpServerRequest request, OpenTurn turn) {
        String path = turn.upstreamDialect().path().substring("/v1".length());
        String query = turn.isTranslated() || request.query() == null ? "" : "?" + request.query();
        return path + query;
    }
}
