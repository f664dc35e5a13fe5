package io.molt.proxy.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;

/**
 * An error as OpenAI's clients know it.
 *
 * @param status HTTP status
 * @param type {@code invalid_request_error} or {@code server_error}; clients retry by it
 * @param field the offending field; empty if there is none
 * @param message for the person behind the client
 */
record ApiError(int status, String type, String field, String message) {

    ApiError {
        requireNonNull(type, "type");
        requireNonNull(field, "field");
        requireNonNull(message, "message");
    }

    static ApiError invalid(int status, String message) {
        return new ApiError(status, "invalid_request_error", "", message);
    }

    static ApiError of(BadRequest e) {
        return new ApiError(400, "invalid_request_error", e.field(), e.getMessage());
    }

    static ApiError upstream(String message) {
        return new ApiError(502, "server_error", "", message);
    }

    byte[] json() {
        ObjectNode json = JsonText.object();
        ObjectNode error = json.putObject("error").put("message", message).put("type", type);
        if (field.isEmpty()) {
            error.putNull("param");
        } else {
            error.put("param", field);
        }
        error.putNull("code");
        return JsonText.bytes(json);
    }
}
