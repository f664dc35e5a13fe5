package io.molt.proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.reply.ClientView;
import io.molt.proxy.reply.ReplyReader;
import io.molt.proxy.reply.SseEvent;
import io.molt.proxy.reply.SseSplitter;
import io.molt.schemas.turn.Ending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * One turn between client and upstream. Lives on one event loop; ends exactly once, whoever ends it.
 */
final class ChatExchange {

    private static final int LONGEST_ANSWER = 64 << 20;
    private static final int LONGEST_EVENT = 8 << 20;

    private final TurnDesk desk;
    private final ClientView view;
    private final HttpServerResponse client;
    private final ReplyReader reply = new ReplyReader();
    private OpenTurn turn;
    private Optional<HttpClientRequest> upstream = Optional.empty();
    private long firstTokenAtMillis;
    private boolean recorded;
    private boolean ended;

    ChatExchange(TurnDesk desk, OpenTurn turn, HttpServerResponse client) {
        this.desk = desk;
        this.turn = turn;
        this.view = turn.view();
        this.client = client;
        client.closeHandler(closed -> clientGone());
        client.exceptionHandler(e -> clientGone());
    }

    /** The connection to the upstream stands, the request is about to be sent. False if nobody waits any more. */
    boolean connected(HttpClientRequest request) {
        upstream = Optional.of(request);
        if (ended) {
            request.cancel();
        }
        return !ended;
    }

    OpenTurn turn() {
        return turn;
    }

    boolean ended() {
        return ended;
    }

    /** Its adapter is gone. */
    void moveToBase() {
        turn = desk.onBase(turn);
    }

    void answered(HttpClientResponse answer) {
        if (ended) {
            return;
        }
        PassedHeaders.toClient(answer.headers(), client.headers());
        sayWho();
        client.setStatusCode(answer.statusCode());
        String type = Optional.ofNullable(answer.getHeader("content-type")).orElse("");
        boolean stream = answer.statusCode() == 200 && turn.request().stream() && !type.startsWith("application/json");
        answer.exceptionHandler(e -> breakOff("upstream broke off"));
        if (stream) {
            client.setChunked(true);
            passEvents(answer);
        } else {
            passWhole(answer);
        }
    }

    private void passEvents(HttpClientResponse answer) {
        SseSplitter splitter = new SseSplitter(LONGEST_EVENT);
        answer.handler(bytes -> {
            try {
                Buffer seen = Buffer.buffer();
                splitter.feed(bytes.getBytes()).forEach(event -> seen.appendBytes(seen(event)));
                write(answer, seen);
            } catch (IllegalStateException e) {
                breakOff("upstream sent an event that is too long");
            } catch (RuntimeException e) {
                Bugs.log(e);
                breakOff("the proxy failed");
            }
        });
        answer.endHandler(end -> {
            write(answer, Buffer.buffer(splitter.rest()));
            if (reply.whole()) {
                finish(new Ending(200, reply.finishReason(), ""));
            } else {
                breakOff("upstream ended without a finish reason");
            }
        });
    }

    private byte[] seen(SseEvent event) {
        if (event.data().isEmpty() || event.data().equals("[DONE]")) {
            return event.raw();
        }
        try {
            JsonNode json = JsonText.parse(event.data());
            reply.read(json);
            return view.of(event, json);
        } catch (IOException e) {
            return event.raw();
        }
    }

    private void write(HttpClientResponse answer, Buffer bytes) {
        if (ended || bytes.length() == 0) {
            return;
        }
        noteFirstToken();
        if (reply.whole()) {
            record(new Ending(200, reply.finishReason(), ""));
        }
        client.write(bytes);
        if (client.writeQueueFull()) {
            answer.pause();
            client.drainHandler(drained -> answer.resume());
        }
    }

    private void passWhole(HttpClientResponse answer) {
        Buffer all = Buffer.buffer();
        answer.handler(bytes -> {
            if (all.length() + bytes.length() > LONGEST_ANSWER) {
                breakOff("upstream sent an answer that is too long");
            } else {
                all.appendBuffer(bytes);
            }
        });
        answer.endHandler(end -> {
            try {
                endWhole(answer.statusCode(), all);
            } catch (RuntimeException e) {
                Bugs.log(e);
                breakOff("the proxy failed");
            }
        });
    }

    private void endWhole(int status, Buffer all) {
        if (ended) {
            return;
        }
        Buffer seen = Buffer.buffer(seen(status, all.getBytes()));
        noteFirstToken();
        record(ending(status));
        ended = true;
        desk.end(turn);
        client.end(seen);
    }

    private byte[] seen(int status, byte[] body) {
        if (status != 200) {
            return body;
        }
        try {
            JsonNode json = JsonText.parse(body);
            reply.read(json);
            return view.isEverything() || !(json instanceof ObjectNode object) ? body : JsonText.bytes(view.of(object));
        } catch (IOException e) {
            return body;
        }
    }

    private Ending ending(int status) {
        if (status != 200) {
            return new Ending(status, "", "upstream answered " + status);
        }
        return reply.whole()
                ? new Ending(200, reply.finishReason(), "")
                : new Ending(200, "", "upstream gave no finish reason");
    }

    /** The upstream could not be asked, or its answer broke off: the client must not take this for an end. */
    void breakOff(String error) {
        if (ended) {
            return;
        }
        boolean begun = client.headWritten();
        record(new Ending(begun ? 200 : 502, "", error));
        ended = true;
        upstream.ifPresent(HttpClientRequest::cancel);
        desk.end(turn);
        if (begun) {
            client.reset();
        } else {
            byte[] json = ApiError.upstream(error).json();
            client.headers().clear();
            sayWho();
            client.setChunked(false).setStatusCode(502).putHeader("content-type", "application/json");
            client.end(Buffer.buffer(json));
        }
    }

    void clientGone() {
        if (ended) {
            return;
        }
        record(new Ending(499, "", "client hung up"));
        ended = true;
        upstream.ifPresent(HttpClientRequest::cancel);
        desk.end(turn);
    }

    private void finish(Ending ending) {
        if (ended) {
            return;
        }
        record(ending);
        ended = true;
        desk.end(turn);
        client.end();
    }

    private void sayWho() {
        client.putHeader("x-molt-policy", PassedHeaders.value(turn.servedBy().policy()));
        client.putHeader("x-molt-turn", turn.turn().turnId());
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
            desk.record(turn, reply, firstTokenAtMillis, ending);
        }
    }
}
