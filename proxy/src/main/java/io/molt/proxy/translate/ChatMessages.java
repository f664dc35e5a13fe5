package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import io.molt.proxy.request.BadRequest;
import java.util.Set;
import java.util.StringJoiner;

/** A conversation in chat form, made so that every chat upstream takes it. */
final class ChatMessages {

    /** What a model needs not see again, since its own words that follow say what came of it. */
    private static final Set<String> LEFT_OUT = Set.of(
            "redacted_thinking",
            "web_search_call",
            "file_search_call",
            "tool_search_call",
            "mcp_list_tools",
            "web_search_tool_result",
            "web_fetch_tool_result",
            "tool_search_tool_result");

    private final ArrayNode messages = ChatParts.list();
    private final ArrayNode images = ChatParts.list();

    /**
     * One more message.
     *
     * @param field where it stands in the client's request, for the refusal
     * @throws BadRequest if chat has nothing that says the same
     */
    void add(ObjectNode message, String field) throws BadRequest {
        String role = message.path("role").asText();
        if (role.equals("tool") && message.has("tool_call_id")) {
            messages.add(toolResult(message, field));
            return;
        }
        addImages();
        messages.add(role.equals("assistant") ? assistant(message, field) : said(message, field));
    }

    /** All of them, in order. */
    ArrayNode all() {
        addImages();
        return messages;
    }

    /** Tool messages hold text only; nothing may stand between those of one turn. */
    private void addImages() {
        if (!images.isEmpty()) {
            messages.addObject().put("role", "user").set("content", images.deepCopy());
            images.removeAll();
        }
    }

    private ObjectNode toolResult(ObjectNode message, String field) throws BadRequest {
        String id = message.path("tool_call_id").asText();
        JsonNode content = message.path("content");
        StringJoiner text = new StringJoiner("\n");
        if (content.isTextual()) {
            text.add(content.textValue());
        }
        for (JsonNode given : content.isArray() ? content : ChatParts.list()) {
            ObjectNode part = ChatParts.of(given, field);
            if (part.path("type").asText().equals("text")) {
                text.add(part.path("text").asText());
            } else {
                images.add(ChatParts.text("Result of tool call " + id + ":")).add(part);
            }
        }
        String error = message.path("is_error").asBoolean(false) ? "Error: " : "";
        return JsonText.object().put("role", "tool").put("tool_call_id", id).put("content", error + text);
    }

    private static ObjectNode assistant(ObjectNode message, String field) throws BadRequest {
        for (JsonNode part : message.path("content")) {
            String type = part.path("type").asText();
            boolean search = type.equals("server_tool_use")
                    && part.path("name").asText().matches("(web_search|web_fetch|tool_search).*");
            if (!type.equals("text") && !search && !LEFT_OUT.contains(type)) {
                throw ChatParts.refused(field, type);
            }
        }
        ObjectNode assistant = JsonText.object().put("role", "assistant");
        String text = MessageText.of(message);
        assistant.put("content", text.isEmpty() && message.has("tool_calls") ? null : text);
        if (message.has("refusal")) {
            assistant.set("refusal", message.path("refusal"));
        }
        if (message.has("tool_calls")) {
            assistant.set("tool_calls", message.path("tool_calls"));
        }
        return assistant;
    }

    private static ObjectNode said(ObjectNode message, String field) throws BadRequest {
        JsonNode content = message.path("content");
        String role = message.path("role").asText();
        if (!role.equals("user") && !role.equals("system")) {
            throw new BadRequest(field, "a message of the role " + role + " cannot be sent to this upstream");
        }
        ObjectNode said = JsonText.object().put("role", role);
        if (content.isTextual()) {
            return said.set("content", content);
        }
        if (!content.isArray()) {
            throw new BadRequest(field, field + " must be a string or a list of parts");
        }
        ArrayNode parts = said.putArray("content");
        for (JsonNode part : content) {
            parts.add(ChatParts.of(part, field));
        }
        return said;
    }
}
