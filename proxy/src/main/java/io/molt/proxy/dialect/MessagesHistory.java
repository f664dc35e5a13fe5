package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client of Anthropic's Messages API sends, as chat messages. */
public final class MessagesHistory {

    /** Claude Code's first system block: it says who pays, and changes between requests. */
    private static final String BILLING = "x-anthropic-billing-header:";

    private MessagesHistory() {}

    /**
     * One message of the list.
     *
     * @return at least one chat message: a tool message for every tool result, then what else the user says
     */
    public static List<ObjectNode> of(JsonNode message) {
        String role = message.path("role").asText();
        JsonNode content = message.path("content");
        if (role.equals("assistant")) {
            return List.of(assistant(content));
        }
        List<ObjectNode> messages = new ArrayList<>();
        ArrayNode rest = JsonText.object().arrayNode();
        for (JsonNode block : content.isArray() ? content : rest) {
            if (block.path("type").asText().equals("tool_result")) {
                messages.add(toolResult(block));
            } else {
                rest.add(block);
            }
        }
        if (messages.isEmpty() || !rest.isEmpty()) {
            messages.add(said(role, content.isArray() ? rest : content));
        }
        return List.copyOf(messages);
    }

    /**
     * The system prompt, as a chat message.
     *
     * @param system the field of the request: a string, a list of text blocks, or missing
     * @return empty if it says nothing
     */
    public static Optional<ObjectNode> system(JsonNode system) {
        if (system.isTextual()) {
            return system.textValue().isEmpty() ? Optional.empty() : Optional.of(said("system", system));
        }
        ArrayNode blocks = JsonText.object().arrayNode();
        for (JsonNode block : system.isArray() ? system : blocks) {
            if (!block.path("text").asText().startsWith(BILLING)) {
                blocks.add(block);
            }
        }
        return blocks.isEmpty() ? Optional.empty() : Optional.of(said("system", blocks));
    }

    /**
     * The assistant's message.
     *
     * @param content a string or a list of blocks
     */
    static ObjectNode assistant(JsonNode content) {
        AssistantMessage message = new AssistantMessage();
        if (content.isTextual()) {
            message.text(content.textValue());
        }
        for (JsonNode block : content.isArray() ? content : JsonText.object()) {
            add(message, block);
        }
        return message.json();
    }

    private static void add(AssistantMessage message, JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> message.text(block.path("text").asText());
            case "thinking" -> message.reasoning(block.path("thinking").asText());
            case "tool_use" -> message.toolCall(
                    block.path("id").asText(), block.path("name").asText(), arguments(block.path("input")));
            default -> message.part(Parts.part(block));
        }
    }

    /** Text is what a stream left behind that is no JSON. */
    private static String arguments(JsonNode input) {
        if (input.isTextual()) {
            return input.textValue();
        }
        return input.isMissingNode() || input.isNull() ? "{}" : JsonText.write(input);
    }

    private static ObjectNode toolResult(JsonNode block) {
        ObjectNode message = said("tool", block.path("content"));
        message.put("tool_call_id", block.path("tool_use_id").asText());
        if (block.path("is_error").asBoolean(false)) {
            message.put("is_error", true);
        }
        return message;
    }

    private static ObjectNode said(String role, JsonNode content) {
        return JsonText.object().put("role", role).set("content", Parts.content(content));
    }
}
