package io.molt.proxy.http;

import io.molt.proxy.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/** What is no turn (embeddings, files, token counts, batches) and none of molt's business: it goes through as it is. */
record PassThrough(UpstreamPools pools) {

    /**
     * Only with the client's own key: ours would show one agent what belongs to another. And never to an engine of molt's,
     * whose other paths are not for agents.
     */
    static boolean isOpen(Upstream upstream) {
        return !upstream.trained() && upstream.endpoint().apiKey().isEmpty();
    }

    void handle(Visit visit, Upstream upstream, byte[] body) {
        HttpServerRequest request = visit.request();
        String query = request.query() == null ? "" : "?" + request.query();
        String path = request.path().substring("/v1".length()) + query;
        Supplier<Future<HttpClientResponse>> asking = () ->
                pools.request(upstream, request.method(), path).compose(asked -> ask(visit, upstream, asked, body));
        asking.get()
                .recover(e -> isWorthAnother(visit, e) ? asking.get() : Future.failedFuture(e))
                .onSuccess(answer -> pass(visit, answer))
                .onFailure(e -> Answers.error(request, ApiError.upstream("upstream cannot be reached")));
    }

    /** A kept connection may have been closed by the upstream just when we used it: once more, on a new one. */
    private static boolean isWorthAnother(Visit visit, Throwable e) {
        return e instanceof HttpClosedException && !visit.isOver();
    }

    private static Future<HttpClientResponse> ask(
            Visit visit, Upstream upstream, HttpClientRequest asked, byte[] body) {
        HttpServerRequest request = visit.request();
        PassedHeaders.toUpstream(request.headers(), asked.headers(), upstream, Answers.dialect(request));
        visit.onGone(asked::cancel);
        return body.length == 0 ? asked.send() : asked.send(Buffer.buffer(body));
    }

    private static void pass(Visit visit, HttpClientResponse answer) {
        HttpServerRequest request = visit.request();
        visit.bodyIsDone();
        PassedHeaders.toClient(answer.headers(), request.response().headers());
        request.response().setStatusCode(answer.statusCode()).setChunked(true);
        answer.pipeTo(request.response()).onFailure(e -> request.response().reset());
    }
}
