package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;

/**
 * An assistant's message, gathered from the blocks or items of another dialect.
 *
 * <p>Texts are joined without anything between them: a citation cuts a sentence into two blocks, and a chat upstream
 * that goes on after a tool call has one text only.
 */
final class AssistantMessage {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final ArrayNode toolCalls = JsonText.object().arrayNode();
    private final ArrayNode otherParts = JsonText.object().arrayNode();

    void text(String more) {
        text.append(more);
    }

    void reasoning(String more) {
        reasoning.append(reasoning.isEmpty() || more.isEmpty() ? "" : "\n").append(more);
    }

    void refusal(String more) {
        refusal.append(more);
    }

    /** One more tool call; its arguments as JSON text. */
    void toolCall(String id, String name, String arguments) {
        ObjectNode call = toolCalls.addObject().put("id", id).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", arguments);
    }

    /** Anything that chat has no field for. */
    void part(JsonNode part) {
        otherParts.add(part);
    }

    ObjectNode json() {
        ObjectNode json = JsonText.object().put("role", "assistant");
        if (otherParts.isEmpty()) {
            json.put("content", text.toString());
        } else {
            ArrayNode content = json.putArray("content");
            if (!text.isEmpty()) {
                content.addObject().put("type", "text").put("text", text.toString());
            }
            content.addAll(otherParts);
        }
        if (!reasoning.isEmpty()) {
            json.put("reasoning_content", reasoning.toString());
        }
        if (!refusal.isEmpty()) {
            json.put("refusal", refusal.toString());
        }
        if (!toolCalls.isEmpty()) {
            json.set("tool_calls", toolCalls);
        }
        return json;
    }
}
