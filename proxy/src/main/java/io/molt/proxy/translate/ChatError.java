package io.molt.proxy.translate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;

/**
 * An error of a chat upstream: OpenAI nests it, vLLM does not always, what stands before them sends HTML.
 *
 * @param message for the person behind the client
 * @param type empty if it does not say
 * @param code empty if it does not say
 * @param param the field; empty if it does not say
 */
record ChatError(String message, String type, String code, String param) {

    private static final int LONGEST_TEXT = 500;

    /** Of an answer's body, or of a chunk. */
    static ChatError of(JsonNode json, String otherwise) {
        JsonNode error = json.path("error").isObject() ? json.path("error") : json;
        String message = error.path("message")
                .asText(json.path("detail").asText(json.path("error").asText("")));
        return new ChatError(
                message.isEmpty() ? otherwise : message,
                error.path("type").asText(""),
                error.path("code").asText(""),
                error.path("param").asText(""));
    }

    static ChatError of(int status, byte[] body) {
        String otherwise = "upstream answered " + status;
        try {
            return of(JsonText.parse(body), otherwise);
        } catch (IOException noJson) {
            String text = new String(body, UTF_8).strip();
            boolean plain = !text.isEmpty() && text.length() <= LONGEST_TEXT && !text.startsWith("<");
            return new ChatError(plain ? text : otherwise, "", "", "");
        }
    }

    /** The status that a code in the middle of a stream stands for; 500 if it is none. */
    int status() {
        return code.matches("[45][0-9][0-9]") ? Integer.parseInt(code) : 500;
    }

    /** As Anthropic's API has it. */
    ObjectNode asMessages(int status) {
        String kind =
                switch (status) {
                    case 401 -> "authentication_error";
                    case 402 -> "billing_error";
                    case 403 -> "permission_error";
                    case 404 -> "not_found_error";
                    case 413 -> "request_too_large";
                    case 429 -> "rate_limit_error";
                    case 503, 529 -> "overloaded_error";
                    case 504 -> "timeout_error";
                    default -> status >= 500 ? "api_error" : "invalid_request_error";
                };
        ObjectNode json = JsonText.object().put("type", "error");
        json.putObject("error").put("type", kind).put("message", message);
        return json;
    }

    /** As OpenAI's API has it. */
    ObjectNode asResponses(int status) {
        String kind = status >= 500 ? "server_error" : "invalid_request_error";
        ObjectNode json = JsonText.object();
        ObjectNode error = json.putObject("error").put("message", message).put("type", type.isEmpty() ? kind : type);
        error.put("param", param.isEmpty() ? null : param);
        error.put("code", code.isEmpty() ? null : code);
        return json;
    }
}
