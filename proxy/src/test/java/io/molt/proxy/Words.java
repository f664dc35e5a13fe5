package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.util.List;

/**
 * What users and assistants say to each other, in the words of each API.
 *
 * @param stream whether answers come in events
 */
record Words(Dialect dialect, boolean stream) {

    /**
     * A request.
     *
     * @param system empty if there is none
     * @param said by user and assistant in turn
     */
    ObjectNode request(String system, List<String> said) {
        ObjectNode json = JsonText.object().put("model", "m").put("stream", stream);
        ArrayNode messages = json.putArray(dialect == Dialect.RESPONSES ? "input" : "messages");
        if (!system.isEmpty()) {
            switch (dialect) {
                case CHAT -> messages.addObject().put("role", "system").put("content", system);
                case MESSAGES -> json.put("system", system);
                case RESPONSES -> json.put("instructions", system);
            }
        }
        for (int n = 0; n < said.size(); n++) {
            messages.addObject().put("role", n % 2 == 0 ? "user" : "assistant").put("content", said.get(n));
        }
        return json;
    }

    /** What an upstream answers, the text of a stream in pieces of a few characters. */
    void answer(ScriptedUpstream.Connection connection, String id, String text) throws IOException {
        if (!stream) {
            connection.whole(200, "", JsonText.write(whole(id, text)));
            return;
        }
        StringBuilder events = new StringBuilder();
        if (dialect == Dialect.MESSAGES) {
            ObjectNode start = JsonText.object().put("type", "message_start");
            start.putObject("message").put("id", id).put("role", "assistant").putArray("content");
            event(events, start);
            ObjectNode block =
                    JsonText.object().put("type", "content_block_start").put("index", 0);
            block.putObject("content_block").put("type", "text").put("text", "");
            event(events, block);
        }
        for (int at = 0; at < text.length(); at += 7) {
            event(events, delta(id, text.substring(at, Math.min(text.length(), at + 7))));
        }
        end(events, id, text);
        connection.head("text/event-stream");
        connection.chunk(events.toString());
        connection.end();
    }

    private void event(StringBuilder events, ObjectNode json) {
        if (dialect != Dialect.CHAT) {
            events.append("event: ").append(json.path("type").asText()).append('\n');
        }
        events.append("data: ").append(JsonText.write(json)).append("\n\n");
    }

    private ObjectNode delta(String id, String piece) {
        return switch (dialect) {
            case CHAT -> {
                ObjectNode json = JsonText.object().put("id", id);
                json.putArray("choices")
                        .addObject()
                        .put("index", 0)
                        .putObject("delta")
                        .put("content", piece);
                yield json;
            }
            case MESSAGES -> {
                ObjectNode json =
                        JsonText.object().put("type", "content_block_delta").put("index", 0);
                json.putObject("delta").put("type", "text_delta").put("text", piece);
                yield json;
            }
            case RESPONSES -> JsonText.object()
                    .put("type", "response.output_text.delta")
                    .put("output_index", 0)
                    .put("content_index", 0)
                    .put("delta", piece);
        };
    }

    private void end(StringBuilder events, String id, String text) {
        switch (dialect) {
            case CHAT -> {
                ObjectNode json = JsonText.object().put("id", id);
                json.putArray("choices")
                        .addObject()
                        .put("index", 0)
                        .put("finish_reason", "stop")
                        .putObject("delta");
                event(events, json);
                events.append("data: [DONE]\n\n");
            }
            case MESSAGES -> {
                event(
                        events,
                        JsonText.object().put("type", "content_block_stop").put("index", 0));
                ObjectNode json = JsonText.object().put("type", "message_delta");
                json.putObject("delta").put("stop_reason", "end_turn");
                event(events, json);
                event(events, JsonText.object().put("type", "message_stop"));
            }
            case RESPONSES -> {
                ObjectNode json = JsonText.object().put("type", "response.completed");
                json.set("response", whole(id, text));
                event(events, json);
            }
        }
    }

    private ObjectNode whole(String id, String text) {
        ObjectNode json = JsonText.object().put("id", id);
        switch (dialect) {
            case CHAT -> json.putArray("choices")
                    .addObject()
                    .put("index", 0)
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", text);
            case MESSAGES -> json.put("type", "message")
                    .put("role", "assistant")
                    .put("stop_reason", "end_turn")
                    .putArray("content")
                    .addObject()
                    .put("type", "text")
                    .put("text", text);
            case RESPONSES -> json.put("object", "response")
                    .put("status", "completed")
                    .putArray("output")
                    .addObject()
                    .put("type", "message")
                    .put("role", "assistant")
                    .putArray("content")
                    .addObject()
                    .put("type", "output_text")
                    .put("text", text);
        }
        return json;
    }

    /** The text of an answer. */
    String read(byte[] answer) throws IOException {
        if (!stream) {
            JsonNode json = JsonText.parse(answer);
            return switch (dialect) {
                case CHAT -> json.at("/choices/0/message/content").asText();
                case MESSAGES -> json.at("/content/0/text").asText();
                case RESPONSES -> json.at("/output/0/content/0/text").asText();
            };
        }
        StringBuilder text = new StringBuilder();
        for (String line : new String(answer, UTF_8).lines().toList()) {
            if (line.startsWith("data: {")) {
                JsonNode json = JsonText.parse(line.substring(6));
                text.append(
                        switch (dialect) {
                            case CHAT -> json.at("/choices/0/delta/content").asText();
                            case MESSAGES -> json.at("/delta/text").asText();
                            case RESPONSES -> json.path("delta").asText();
                        });
            }
        }
        return text.toString();
    }
}
