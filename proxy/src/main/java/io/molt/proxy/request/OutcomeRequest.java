package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.turn.Outcome;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody says how a session went: {@code {"agent_id": "a", "session_id": "s", "value": 1, "outcome_id": "ci-run-17"}}.
 * Agent and session may stand in the headers instead, as in turns; without an outcome id each request is an outcome of its
 * own.
 */
public final class OutcomeRequest {

    private static final int LONGEST_ID = 128;

    private OutcomeRequest() {}

    /**
     * Reads one.
     *
     * @param known whose key the request came with; then nobody else may be named
     * @param newIds for outcomes without an id
     * @throws BadRequest if it is not usable; names the field
     */
    public static Outcome read(
            Headers headers, byte[] body, Optional<String> known, long nowMillis, Supplier<String> newIds)
            throws BadRequest {
        JsonNode json = parse(body);
        String agentId = Claims.agent(headers.get("x-agent-id").or(() -> text(json, "agent_id")), known);
        String sessionId = headers.get("x-session-id")
                .or(() -> text(json, "session_id"))
                .orElseThrow(() -> new BadRequest("session_id", "session_id is required"));
        String outcomeId = text(json, "outcome_id").orElseGet(newIds);
        if (outcomeId.length() > LONGEST_ID) {
            throw new BadRequest("outcome_id", "outcome_id must have at most " + LONGEST_ID + " characters");
        }
        JsonNode value = json.path("value");
        if (!value.isNumber() || !(value.asDouble() >= -1 && value.asDouble() <= 1)) {
            throw new BadRequest("value", "value must be a number from -1 (failed) to 1 (succeeded)");
        }
        return new Outcome(agentId, Claims.sessionName(sessionId), outcomeId, value.asDouble(), nowMillis);
    }

    private static JsonNode parse(byte[] body) throws BadRequest {
        try {
            JsonNode json = JsonText.parse(body);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new BadRequest("", "the body is not valid JSON");
        }
        throw new BadRequest("", "the body must be a JSON object");
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() || value.isIntegralNumber()
                ? Optional.of(value.asText().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
