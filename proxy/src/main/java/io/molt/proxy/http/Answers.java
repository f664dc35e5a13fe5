package io.molt.proxy.http;

import io.molt.proxy.dialect.Dialect;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/** Answers that the proxy gives by itself. */
final class Answers {

    private Answers() {}

    /** In the words of the API that was asked. */
    static void error(HttpServerRequest request, ApiError error) {
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended() && !response.headWritten()) {
            json(response.setStatusCode(error.status()), error.json(dialect(request)));
        }
    }

    /** The connection is of no more use; HTTP/2 has another way to say so, and forbids this one. */
    static void closeAfter(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("connection", "close");
        }
    }

    static Dialect dialect(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("");
        boolean anthropic = path.startsWith(Dialect.MESSAGES.path()) || request.getHeader("anthropic-version") != null;
        return anthropic ? Dialect.MESSAGES : Dialect.CHAT;
    }

    static void json(HttpServerResponse response, byte[] json) {
        response.putHeader("content-type", "application/json");
        response.end(Buffer.buffer(json));
    }
}
