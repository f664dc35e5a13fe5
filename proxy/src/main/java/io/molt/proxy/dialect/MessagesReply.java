package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Puts an answer of Anthropic's Messages API together, from one JSON object or from the events of a stream. */
public final class MessagesReply implements Reply {

    private static final Map<String, String> FINISH_REASONS = Map.of(
            "end_turn", "stop",
            "stop_sequence", "stop",
            "max_tokens", "length",
            "model_context_window_exceeded", "length",
            "tool_use", "tool_calls",
            "refusal", "content_filter");

    private final TreeMap<Integer, Block> blocks = new TreeMap<>();
    private String id = "";
    private String model = "";
    private String stopReason = "";
    private String error = "";
    private boolean stopped;
    private Usage usage = Usage.NONE;

    /** A whole message, or one event of it; unknown events do nothing. */
    @Override
    public void read(JsonNode json) {
        switch (json.path("type").asText()) {
            case "message" -> {
                begin(json);
                int index = 0;
                for (JsonNode block : json.path("content")) {
                    blocks.put(index++, new Block(block));
                }
                stopped = true;
            }
            case "message_start" -> begin(json.path("message"));
            case "content_block_start" -> blocks.put(index(json), new Block(json.path("content_block")));
            case "content_block_delta" -> blocks.computeIfAbsent(index(json), unseen -> new Block(JsonText.object()))
                    .add(json.path("delta"));
            case "message_delta" -> {
                stopReason = json.path("delta").path("stop_reason").asText(stopReason);
                usage = usage.andMessages(json.path("usage"));
            }
            case "message_stop" -> stopped = true;
            case "error" -> error = json.path("error").path("type").asText("error");
            default -> {}
        }
    }

    private void begin(JsonNode message) {
        id = message.path("id").asText(id);
        model = message.path("model").asText(model);
        stopReason = message.path("stop_reason").asText(stopReason);
        usage = usage.andMessages(message.path("usage"));
    }

    private static int index(JsonNode json) {
        return json.path("index").asInt();
    }

    /** The model has said all that it was going to say. */
    @Override
    public boolean whole() {
        return error.isEmpty() && (stopped || !stopReason.isEmpty());
    }

    /** In the words of chat where it has one; empty if the upstream has not said. */
    @Override
    public String finishReason() {
        return FINISH_REASONS.getOrDefault(stopReason, stopReason);
    }

    /** The kind of error that the upstream broke off with; empty if it did not. */
    @Override
    public String error() {
        return error;
    }

    /** Of the message, {@code msg_...}; empty if the upstream has not said. */
    @Override
    public String id() {
        return id;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    /** The assistant's message so far, as chat has it. */
    @Override
    public ObjectNode message() {
        ArrayNode content = JsonText.object().arrayNode();
        blocks.values().forEach(block -> content.add(block.json()));
        return MessagesHistory.assistant(content);
    }

    /** One block of the content, grown delta by delta. */
    private static final class Block {

        private final JsonNode start;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final StringBuilder input = new StringBuilder();

        Block(JsonNode start) {
            this.start = start;
            text.append(start.path("text").asText(""));
            thinking.append(start.path("thinking").asText(""));
        }

        void add(JsonNode delta) {
            text.append(delta.path("text").asText(""));
            thinking.append(delta.path("thinking").asText(""));
            input.append(delta.path("partial_json").asText(""));
        }

        JsonNode json() {
            if (!(start instanceof ObjectNode object)) {
                return start;
            }
            ObjectNode block = object.deepCopy();
            if (!text.isEmpty()) {
                block.put("text", text.toString());
            }
            if (!thinking.isEmpty()) {
                block.put("thinking", thinking.toString());
            }
            if (!input.toString().isBlank()) {
                block.set("input", input());
            }
            if (!block.has("type")) {
                block.put("type", !thinking.isEmpty() ? "thinking" : !input.isEmpty() ? "tool_use" : "text");
            }
            return block;
        }

        private JsonNode input() {
            try {
                return JsonText.parse(input.toString());
            } catch (IOException cutOff) {
                return JsonText.object().textNode(input.toString());
            }
        }
    }
}
