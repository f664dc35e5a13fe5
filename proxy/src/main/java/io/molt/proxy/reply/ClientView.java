package io.molt.proxy.reply;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;

/**
 * What of an answer the client sees.
 *
 * @param logProbs the client asked for log-probabilities itself
 * @param tokenIds the client asked for token ids itself
 */
public record ClientView(boolean logProbs, boolean tokenIds) {

    /** Nothing was asked for on top of what the client had asked. */
    public static final ClientView EVERYTHING = new ClientView(true, true);

    /** True if the client gets the upstream's bytes as they are. */
    public boolean isEverything() {
        return logProbs && tokenIds;
    }

    /** One event for the client: its own bytes, unless there is something in it to leave out. */
    public byte[] of(SseEvent event, JsonNode json) {
        if (isEverything() || !(json instanceof ObjectNode object)) {
            return event.raw();
        }
        StringBuilder kept = new StringBuilder();
        new String(event.raw(), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("data:") && !line.isEmpty())
                .forEach(line -> kept.append(line).append('\n'));
        return (kept + "data: " + JsonText.write(of(object)) + "\n\n").getBytes(UTF_8);
    }

    /** A whole answer for the client: its own bytes, unless there is something in it to leave out. */
    public byte[] of(byte[] body) {
        if (isEverything()) {
            return body;
        }
        try {
            return JsonText.parse(body) instanceof ObjectNode object ? JsonText.bytes(of(object)) : body;
        } catch (IOException e) {
            return body;
        }
    }

    /** A chat completion, or a chunk of one, without what only molt asked for. */
    public ObjectNode of(ObjectNode json) {
        ObjectNode seen = json.deepCopy();
        if (!tokenIds) {
            seen.remove("prompt_token_ids");
        }
        for (JsonNode choice : seen.path("choices")) {
            if (choice instanceof ObjectNode object) {
                leaveOut(object);
            }
        }
        return seen;
    }

    private void leaveOut(ObjectNode choice) {
        if (!tokenIds) {
            choice.remove("token_ids");
        }
        if (!logProbs && choice.has("logprobs")) {
            choice.putNull("logprobs");
        }
    }
}
