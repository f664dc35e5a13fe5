package io.molt.proxy.http;

import io.molt.proxy.dialect.Reply;
import io.molt.proxy.listen.AnswerTimes;
import io.molt.proxy.reply.Passage;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.trace.TurnTrace;
import io.molt.proxy.translate.AnswerTranslation;
import io.molt.proxy.turn.OpenTurn;
import io.molt.proxy.turn.TurnDesk;
import io.molt.schemas.turn.Ending;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * One turn between client and upstream. Lives on one event loop; ends exactly once, whoever ends it.
 */
final class TurnExchange {

    private static final Buffer COMMENT = Buffer.buffer(": molt waits\n\n");

    private final Vertx vertx;
    private final Context context;
    private final TurnDesk desk;
    private final AnswerTimes times;
    private final Visit visit;
    private final HttpServerRequest request;
    private final HttpServerResponse client;
    private final Reply reply;
    private final TurnTrace trace;
    private OpenTurn turn;
    private Optional<HttpClientRequest> upstream = Optional.empty();
    private Optional<AnswerTranslation> translation = Optional.empty();
    private Optional<Passage> passage = Optional.empty();
    private long firstTokenAtMillis;
    private long writtenAtNanos = System.nanoTime();
    private long timer = -1;
    private long holding = -1;
    /** What the client gets when its turn is safe. */
    private Buffer last = Buffer.buffer();

    private boolean held;
    private boolean recorded;
    private boolean ended;

    TurnExchange(Vertx vertx, TurnDesk desk, AnswerTimes times, OpenTurn turn, Visit visit) {
        this.times = times;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.desk = desk;
        this.turn = turn;
        this.visit = visit;
        this.request = visit.request();
        this.client = request.response();
        this.reply = Reply.in(turn.upstreamDialect());
        this.trace = desk.trace(turn, request::getHeader);
        visit.onGone(this::clientGone);
    }

    /** The connection to the upstream stands, the request is about to be sent. False if nobody waits any more. */
    boolean connected(HttpClientRequest asked, Optional<AnswerTranslation> answerTranslation) {
        translation = answerTranslation;
        upstream = Optional.of(asked);
        if (ended) {
            asked.cancel();
        } else if (timer < 0 && turn.request().stream()) {
            timer = vertx.setPeriodic(Math.max(1, times.quiet().toMillis() / 3), tick -> stayAwake());
        }
        return !ended;
    }

    OpenTurn turn() {
        return turn;
    }

    TurnTrace trace() {
        return trace;
    }

    boolean ended() {
        return ended;
    }

    /** Its adapter is gone. */
    void moveToBase() {
        turn = desk.onBase(turn);
    }

    /** The upstream's answer begins; it will not be asked again. */
    void answered(HttpClientResponse answer) {
        if (ended) {
            return;
        }
        answer.exceptionHandler(e -> breakOff("upstream broke off"));
        guarded(this::letBodyGo);
        AnswerKind kind = new AnswerKind(turn, answer, reply, translation);
        guarded(() -> {
            if (!kind.isOpen()) {
                begin(answer, kind, new byte[0]);
            }
        });
        if (ended) {
            return;
        }
        answer.handler(bytes -> guarded(() -> {
            if (passage.isEmpty()) {
                begin(answer, kind, bytes.getBytes());
            }
            pass(answer, bytes);
        }));
        answer.endHandler(end -> guarded(() -> {
            if (passage.isEmpty()) {
                begin(answer, kind, new byte[0]);
            }
            upstreamEnded(answer);
        }));
    }

    private void letBodyGo() {
        turn = turn.answering();
        visit.bodyIsDone();
    }

    /** Whatever goes wrong on the way, the client is not left waiting. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (IllegalStateException e) {
            breakOff("upstream sent more than can be held");
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** A bug: whatever it is, the client is not left waiting. */
    void fail(RuntimeException e) {
        Bugs.log(e);
        breakOff("the proxy failed");
    }

    private void begin(HttpClientResponse answer, AnswerKind kind, byte[] first) {
        if (ended) {
            return;
        }
        boolean stream = kind.isStream(first);
        if (client.headWritten()) {
            if (stream) {
                passage = Optional.of(kind.unpacked());
            } else {
                breakOff("upstream answered " + answer.statusCode() + " when its stream had been begun without it");
            }
            return;
        }
        passage = Optional.of(kind.passage(stream));
        PassedHeaders.toClient(answer.headers(), client.headers());
        if (turn.isTranslated()) {
            client.putHeader("content-type", stream ? "text/event-stream; charset=utf-8" : "application/json");
        }
        sayWho();
        client.setStatusCode(answer.statusCode());
        if (stream) {
            client.setChunked(true);
        }
    }

    private void pass(HttpClientResponse answer, Buffer came) {
        if (ended) {
            return;
        }
        byte[] bytes = came.getBytes();
        byte[] seen = passage.orElseThrow().take(bytes);
        if (seen.length > 0) {
            write(answer, seen == bytes ? came : Buffer.buffer(seen));
        }
    }

    private void write(HttpClientResponse answer, Buffer bytes) {
        noteFirstToken();
        if (isWhole()) {
            record(new Ending(200, reply.finishReason(), ""));
        }
        if (held) {
            last.appendBuffer(bytes);
            return;
        }
        writtenAtNanos = System.nanoTime();
        client.write(bytes);
        if (client.writeQueueFull()) {
            answer.pause();
            client.drainHandler(drained -> answer.resume());
        }
    }

    private boolean isWhole() {
        return reply.whole() && reply.error().isEmpty();
    }

    /** The upstream thinks; the client shall not take that for death. */
    private void stayAwake() {
        if (ended || held) {
            return;
        }
        long quiet = System.nanoTime() - writtenAtNanos;
        if (!client.headWritten() && passage.isEmpty()) {
            if (quiet >= times.head().toNanos()) {
                beginWithoutUpstream();
                comment();
            }
        } else if (quiet >= times.quiet().toNanos()
                && passage.map(Passage::isBetweenEvents).orElse(true)
                && !client.writeQueueFull()) {
            comment();
        }
    }

    private void comment() {
        writtenAtNanos = System.nanoTime();
        client.write(COMMENT);
    }

    /** Whatever it answers now, it can only be a stream. */
    private void beginWithoutUpstream() {
        client.putHeader("content-type", "text/event-stream; charset=utf-8");
        client.putHeader("cache-control", "no-cache");
        sayWho();
        client.setStatusCode(200).setChunked(true);
    }

    private void upstreamEnded(HttpClientResponse answer) {
        if (ended) {
            return;
        }
        byte[] rest = passage.orElseThrow().end();
        if (client.isChunked() && !reply.whole() && reply.error().isEmpty()) {
            // What came so far is the client's; but it must not take this for the end.
            breakOff("upstream ended without a finish reason");
        } else {
            finish(ending(answer.statusCode()), rest);
        }
    }

    private Ending ending(int status) {
        if (status != 200) {
            return new Ending(status, "", "upstream answered " + status);
        }
        if (isWhole()) {
            return new Ending(200, reply.finishReason(), "");
        }
        return new Ending(
                200, "", reply.error().isEmpty() ? "upstream gave no finish reason" : "upstream sent an error");
    }

    private void finish(Ending ending, byte[] rest) {
        noteFirstToken();
        record(ending);
        end();
        last.appendBytes(rest);
        if (!held) {
            client.end(last);
        }
    }

    /** The turn is safe: the client may have the end of its answer. */
    private void release() {
        boolean waited = held;
        held = false;
        vertx.cancelTimer(holding);
        if (!waited || client.closed() || client.ended()) {
            return;
        }
        if (ended) {
            client.end(last);
        } else {
            client.write(last.copy());
            last = Buffer.buffer();
        }
    }

    /** Nobody knows whether the turn is safe: then it must not look complete. */
    private void giveUpHolding() {
        if (held && !client.closed() && !client.ended()) {
            held = false;
            if (!ended) {
                end();
                upstream.ifPresent(HttpClientRequest::cancel);
            }
            client.reset();
        }
    }

    /** The upstream could not be asked, or its answer broke off: the client must not take this for an end. */
    void breakOff(String error) {
        if (ended) {
            return;
        }
        if (held) {
            end(); // the answer is whole, and its end waits for the record only
            return;
        }
        boolean begun = client.headWritten();
        record(new Ending(begun ? 200 : 502, "", error));
        end();
        upstream.ifPresent(HttpClientRequest::cancel);
        if (begun) {
            client.reset();
        } else {
            client.headers().clear();
            sayWho();
            client.setChunked(false);
            Answers.error(request, ApiError.upstream(error));
        }
    }

    /** The upstream cannot be asked for this. */
    void refuse(BadRequest e) {
        record(new Ending(400, "", "cannot be translated"));
        end();
        sayWho();
        Answers.error(request, ApiError.of(e));
    }

    void clientGone() {
        if (ended) {
            return;
        }
        record(new Ending(499, "", "client hung up"));
        end();
        upstream.ifPresent(HttpClientRequest::cancel);
    }

    private void end() {
        ended = true;
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        desk.end(turn);
        passage.ifPresent(Passage::close);
    }

    private void sayWho() {
        client.putHeader("x-molt-policy", PassedHeaders.value(turn.servedBy().policy()));
        client.putHeader("x-molt-turn", turn.turn().turnId());
        client.putHeader("x-molt-session", PassedHeaders.value(turn.turn().sessionId()));
        client.putHeader(
                "x-molt-skills", Integer.toString(turn.servedBy().skills().size()));
    }

    private void noteFirstToken() {
        if (firstTokenAtMillis == 0) {
            firstTokenAtMillis = desk.now();
            desk.firstToken(turn, firstTokenAtMillis);
        }
    }

    private void record(Ending ending) {
        if (!recorded) {
            recorded = true;
            trace.ended(turn.servedBy(), reply, ending, desk.now());
            boolean waits = desk.record(
                    turn, reply, firstTokenAtMillis, ending, () -> context.runOnContext(settled -> release()));
            held = waits && ending.whole();
            if (held) {
                holding = vertx.setTimer(times.record().toMillis(), tick -> giveUpHolding());
            }
        }
    }
}
