package io.molt.proxy.http;

import io.molt.proxy.request.Caller;
import io.molt.proxy.request.Headers;
import io.vertx.core.http.HttpServerRequest;

/** A request that was let in, until its response has ended or its client has gone. Lives on one event loop. */
final class Visit {

    private final HttpServerRequest request;
    private final Headers headers;
    private final Caller caller;
    private final Runnable over;
    private Runnable gone = () -> {};
    private Runnable dropBody = () -> {};
    private volatile boolean ended;

    /**
     * Begins.
     *
     * @param over run once when all is over
     */
    Visit(HttpServerRequest request, Headers headers, Caller caller, Runnable over) {
        this.request = request;
        this.headers = headers;
        this.caller = caller;
        this.over = over;
        request.response().endHandler(end -> end());
        request.response().closeHandler(closed -> leave());
        request.response().exceptionHandler(e -> leave());
    }

    HttpServerRequest request() {
        return request;
    }

    Headers headers() {
        return headers;
    }

    Caller caller() {
        return caller;
    }

    /** Also run when the client goes; perhaps more than once, and perhaps after the end. */
    void onGone(Runnable action) {
        gone = action;
    }

    /** Run once: when nobody needs the body any more, at the latest when all is over. */
    void holdsBody(Runnable drop) {
        if (ended) {
            drop.run();
        } else {
            dropBody = drop;
        }
    }

    /** Nobody needs the body any more. */
    void bodyIsDone() {
        Runnable drop = dropBody;
        dropBody = () -> {};
        drop.run();
    }

    /** Its response has ended, or its client has gone. On any thread. */
    boolean isOver() {
        return ended;
    }

    private void leave() {
        gone.run();
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            over.run();
            bodyIsDone();
        }
    }
}
