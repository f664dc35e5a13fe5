package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts an answer of OpenAI's Responses API together, from one JSON object or from the events of a stream. */
public final class ResponsesReply implements Reply {

    private final TreeMap<Integer, Item> items = new TreeMap<>();
    private JsonNode last = JsonText.object();
    private String id = "";
    private String model = "";
    private String error = "";

    /** A whole response, or one event of it; unknown events do nothing. */
    @Override
    public void read(JsonNode json) {
        String type = json.path("type").asText();
        if (type.isEmpty() && json.path("object").asText().equals("response")) {
            readWhole(json);
            return;
        }
        switch (type) {
            case "response.created", "response.in_progress", "response.queued" -> begin(json.path("response"));
            case "response.completed", "response.incomplete", "response.failed" -> readWhole(json.path("response"));
            case "response.output_item.added" -> item(json).added = json.path("item");
            case "response.output_item.done" -> item(json).done(json.path("item"));
            case "response.output_text.delta", "response.refusal.delta" -> item(json)
                    .add(json, type.contains("refusal") ? "refusal" : "text");
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> item(json)
                    .add(json, "reasoning");
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> item(json)
                    .add(json, "arguments");
            case "error" -> error = json.path("code").asText("error");
            default -> {}
        }
    }

    private void begin(JsonNode response) {
        id = response.path("id").asText(id);
        model = response.path("model").asText(model);
    }

    private void readWhole(JsonNode response) {
        begin(response);
        last = response;
        error = response.path("error").path("code").asText(error);
        if (!response.path("output").isEmpty()) {
            items.clear();
            int index = 0;
            for (JsonNode item : response.path("output")) {
                items.computeIfAbsent(index++, unseen -> new Item()).done(item);
            }
        }
    }

    private Item item(JsonNode json) {
        return items.computeIfAbsent(json.path("output_index").asInt(), unseen -> new Item());
    }

    /** The model has said all that it was going to say. */
    @Override
    public boolean whole() {
        return List.of("completed", "incomplete", "failed")
                .contains(last.path("status").asText());
    }

    /** In the words of chat where it has one; empty if the upstream has not said. */
    @Override
    public String finishReason() {
        return switch (last.path("status").asText()) {
            case "completed" -> message().has("tool_calls") ? "tool_calls" : "stop";
            case "incomplete" -> {
                String reason = last.path("incomplete_details").path("reason").asText("incomplete");
                yield reason.equals("max_output_tokens") ? "length" : reason;
            }
            case "failed" -> "failed";
            default -> "";
        };
    }

    /** The code of the error that the upstream failed with; empty if it did not. */
    @Override
    public String error() {
        return error;
    }

    /** Of the response, {@code resp_...}; empty if the upstream has not said. */
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
        return Usage.ofResponses(last.path("usage"));
    }

    /** The assistant's message so far, as chat has it. */
    @Override
    public ObjectNode message() {
        return ResponsesHistory.assistant(
                items.values().stream().map(Item::json).toList());
    }

    /** One item of the output, grown delta by delta until it comes whole. */
    private static final class Item {

        private final Map<String, StringBuilder> deltas = new TreeMap<>();
        private JsonNode added = JsonText.object();
        private boolean done;

        void done(JsonNode item) {
            added = item;
            done = true;
        }

        void add(JsonNode json, String field) {
            deltas.computeIfAbsent(field, unseen -> new StringBuilder())
                    .append(json.path("delta").asText(""));
        }

        JsonNode json() {
            if (done || !(added instanceof ObjectNode object)) {
                return added;
            }
            ObjectNode item = object.deepCopy();
            String arguments = told("arguments");
            switch (item.path("type").asText("")) {
                case "function_call" -> item.put("arguments", arguments);
                case "custom_tool_call" -> item.put("input", arguments);
                case "reasoning" -> item.set("summary", texts("reasoning", "summary_text", "text"));
                case "message", "" -> {
                    ArrayNode content = texts("text", "output_text", "text");
                    item.put("type", "message").set("content", content.addAll(texts("refusal", "refusal", "refusal")));
                }
                default -> {}
            }
            return item;
        }

        private String told(String field) {
            return deltas.getOrDefault(field, new StringBuilder()).toString();
        }

        private ArrayNode texts(String field, String type, String key) {
            ArrayNode texts = JsonText.object().arrayNode();
            if (!told(field).isEmpty()) {
                texts.addObject().put("type", type).put(key, told(field));
            }
            return texts;
        }
    }
}
