package io.molt.proxy.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;

/**
 * An error as clients know it.
 *
 * @param status HTTP status; never 402 or 403, by which some clients give up the whole proxy
 * @param type {@code invalid_request_error}, {@code server_error} and the like; clients retry by it
 * @param field the offending field; empty if there is none
 * @param code a word that clients act on; empty if there is none
 * @param message for the person behind the client
 */
record ApiError(int status, String type, String field, String code, String message) {

    ApiError {
        requireNonNull(type, "type");
        requireNonNull(field, "field");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    static ApiError invalid(int status, String message) {
        return new ApiError(status, "invalid_request_error", "", "", message);
    }

    static ApiError of(BadRequest e) {
        return new ApiError(400, "invalid_request_error", e.field(), e.code(), e.getMessage());
    }

    /** In the words by which either family of clients knows that its key is wrong, and does not try again. */
    static ApiError unauthorized(Dialect dialect, String message) {
        return dialect == Dialect.MESSAGES
                ? new ApiError(401, "authentication_error", "", "", message)
                : new ApiError(401, "invalid_request_error", "", "invalid_api_key", message);
    }

    static ApiError notFound(Dialect dialect, String message) {
        String type = dialect == Dialect.MESSAGES ? "not_found_error" : "invalid_request_error";
        return new ApiError(404, type, "", "", message);
    }

    static ApiError busy(String message) {
        return new ApiError(429, "rate_limit_error", "", "", message);
    }

    static ApiError upstream(String message) {
        return new ApiError(502, "server_error", "", "", message);
    }

    static ApiError bug() {
        return new ApiError(500, "server_error", "", "", "the proxy failed");
    }

    byte[] json(Dialect dialect) {
        return JsonText.bytes(dialect == Dialect.MESSAGES ? anthropic() : openAi());
    }

    private ObjectNode openAi() {
        ObjectNode json = JsonText.object();
        ObjectNode error = json.putObject("error").put("message", message).put("type", type);
        error.put("param", field.isEmpty() ? null : field);
        error.put("code", code.isEmpty() ? null : code);
        return json;
    }

    private ObjectNode anthropic() {
        ObjectNode json = JsonText.object().put("type", "error");
        ObjectNode error = json.putObject("error")
                .put("type", type.equals("server_error") ? "api_error" : type)
                .put("message", message);
        if (!code.isEmpty()) {
            error.putObject("details")
                    .put("error_code", code)
                    .putArray("unsupported")
                    .add(field);
        }
        return json;
    }
}
