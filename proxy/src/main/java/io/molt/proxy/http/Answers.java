package io.molt.proxy.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Answers that the proxy gives by itself. */
final class Answers {

    private Answers() {}

    static void error(HttpServerResponse response, ApiError error) {
        if (!response.closed() && !response.ended()) {
            json(response.setStatusCode(error.status()), error.json());
        }
    }

    static void json(HttpServerResponse response, byte[] json) {
        response.putHeader("content-type", "application/json");
        response.end(Buffer.buffer(json));
    }
}
