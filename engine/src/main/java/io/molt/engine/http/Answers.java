package io.molt.engine.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.engine.request.InvalidRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Answers that are no replies. */
final class Answers {

    private Answers() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void json(HttpServerResponse response, ObjectNode json) {
        response.putHeader("content-type", "application/json").end(json.toString());
    }

    static void text(HttpServerResponse response, String text) {
        response.putHeader("content-type", "text/plain; charset=utf-8").end(Buffer.buffer(text));
    }

    static void error(HttpServerResponse response, InvalidRequest e) {
        String type = e.status() >= 500 ? "server_error" : "invalid_request_error";
        ObjectNode json = object();
        ObjectNode error =
                json.putObject("error").put("message", e.getMessage()).put("type", type);
        putOrNull(error, "param", e.field());
        putOrNull(error, "code", e.code());
        if (!response.closed() && !response.ended()) {
            json(response.setStatusCode(e.status()), json);
        }
    }

    private static void putOrNull(ObjectNode json, String field, String value) {
        if (value.isEmpty()) {
            json.putNull(field);
        } else {
            json.put(field, value);
        }
    }
}
