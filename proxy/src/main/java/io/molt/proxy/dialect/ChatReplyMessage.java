package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import java.util.TreeMap;

/** The assistant's message, grown delta by delta. */
final class ChatReplyMessage {

    private static final int MOST_TOOL_CALLS = 1024;

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, ToolCall> toolCalls = new TreeMap<>();

    private static final class ToolCall {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
    }

    void add(JsonNode delta) {
        content.append(MessageText.of(delta));
        reasoning.append(delta.path("reasoning_content").asText(""));
        refusal.append(delta.path("refusal").asText(""));
        int position = 0;
        for (JsonNode call : delta.path("tool_calls")) {
            int index = call.path("index").asInt(position++);
            if (index >= 0 && index < MOST_TOOL_CALLS) {
                addCall(toolCalls.computeIfAbsent(index, unseen -> new ToolCall()), call);
            }
        }
    }

    private static void addCall(ToolCall toolCall, JsonNode call) {
        String id = call.path("id").asText("");
        toolCall.id = id.isEmpty() ? toolCall.id : id;
        toolCall.name.append(call.path("function").path("name").asText(""));
        toolCall.arguments.append(call.path("function").path("arguments").asText(""));
    }

    ObjectNode json() {
        ObjectNode json = JsonText.object();
        json.put("role", "assistant").put("content", content.toString());
        if (!reasoning.isEmpty()) {
            json.put("reasoning_content", reasoning.toString());
        }
        if (!refusal.isEmpty()) {
            json.put("refusal", refusal.toString());
        }
        if (!toolCalls.isEmpty()) {
            ArrayNode calls = json.putArray("tool_calls");
            toolCalls.values().forEach(call -> addCall(calls, call));
        }
        return json;
    }

    private static void addCall(ArrayNode calls, ToolCall call) {
        ObjectNode json = calls.addObject().put("id", call.id).put("type", "function");
        json.putObject("function").put("name", call.name.toString()).put("arguments", call.arguments.toString());
    }
}
