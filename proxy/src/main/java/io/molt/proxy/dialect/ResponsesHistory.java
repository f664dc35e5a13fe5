package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a client of OpenAI's Responses API sends, as chat messages. */
public final class ResponsesHistory {

    private static final Set<String> ALSO_OF_THE_ASSISTANT =
            Set.of("reasoning", "mcp_list_tools", "mcp_approval_request", "tool_search_call");

    private ResponsesHistory() {}

    /**
     * The whole input.
     *
     * @param input a string, or a list of items
     * @return one assistant message for every run of items that a model gave out, one message for every other item
     */
    public static List<ObjectNode> of(JsonNode input) {
        if (input.isTextual()) {
            return List.of(said("user", input));
        }
        List<ObjectNode> messages = new ArrayList<>();
        List<JsonNode> run = new ArrayList<>();
        for (JsonNode item : input.isArray() ? input : JsonText.object()) {
            if (isOfTheAssistant(item)) {
                run.add(item);
            } else {
                endRun(messages, run);
                messages.add(other(item));
            }
        }
        endRun(messages, run);
        return List.copyOf(messages);
    }

    /**
     * The system prompt, as a chat message.
     *
     * @param instructions the field of the request: a string, or missing
     * @return empty if it says nothing
     */
    public static Optional<ObjectNode> system(JsonNode instructions) {
        boolean says = instructions.isTextual() && !instructions.textValue().isEmpty();
        return says ? Optional.of(said("system", instructions)) : Optional.empty();
    }

    /** The items that a model gave out in one answer, as one message. */
    static ObjectNode assistant(Iterable<JsonNode> items) {
        AssistantMessage message = new AssistantMessage();
        items.forEach(item -> add(message, item));
        return message.json();
    }

    private static void endRun(List<ObjectNode> messages, List<JsonNode> run) {
        if (!run.isEmpty()) {
            messages.add(assistant(run));
            run.clear();
        }
    }

    private static boolean isOfTheAssistant(JsonNode item) {
        String type = type(item);
        if (type.equals("message")) {
            return item.path("role").asText().equals("assistant");
        }
        return type.endsWith("_call") || ALSO_OF_THE_ASSISTANT.contains(type);
    }

    /** A message may leave its type out. */
    private static String type(JsonNode item) {
        return item.path("type").asText(item.has("role") ? "message" : "");
    }

    private static ObjectNode other(JsonNode item) {
        String type = type(item);
        if (type.equals("message")) {
            String role = item.path("role").asText();
            return said(role.equals("developer") ? "system" : role, item.path("content"));
        }
        if (type.endsWith("_output")) {
            JsonNode output = item.path("output");
            ObjectNode message = said("tool", output.isObject() ? listOf(output) : output);
            return message.put("tool_call_id", item.path("call_id").asText());
        }
        return said("user", listOf(item));
    }

    private static void add(AssistantMessage message, JsonNode item) {
        switch (type(item)) {
            case "message" -> addContent(message, item.path("content"));
            case "reasoning" -> {
                item.path("summary")
                        .forEach(part -> message.reasoning(part.path("text").asText()));
                item.path("content")
                        .forEach(part -> message.reasoning(part.path("text").asText()));
            }
            case "function_call" -> message.toolCall(
                    item.path("call_id").asText(),
                    ToolName.flat(
                            item.path("namespace").asText(""), item.path("name").asText()),
                    item.path("arguments").asText());
            case "custom_tool_call" -> message.toolCall(
                    item.path("call_id").asText(),
                    ToolName.flat(
                            item.path("namespace").asText(""), item.path("name").asText()),
                    JsonText.write(
                            JsonText.object().put("input", item.path("input").asText())));
            default -> message.part(Parts.part(item));
        }
    }

    private static void addContent(AssistantMessage message, JsonNode content) {
        if (content.isTextual()) {
            message.text(content.textValue());
        }
        for (JsonNode part : content.isArray() ? content : JsonText.object()) {
            if (Parts.isText(part)) {
                message.text(part.path("text").asText());
            } else if (part.path("type").asText().equals("refusal")) {
                message.refusal(part.path("refusal").asText());
            } else {
                message.part(Parts.part(part));
            }
        }
    }

    private static JsonNode listOf(JsonNode part) {
        return JsonText.object().arrayNode().add(part);
    }

    private static ObjectNode said(String role, JsonNode content) {
        return JsonText.object().put("role", role).set("content", Parts.content(content));
    }
}
