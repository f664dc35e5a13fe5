package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.MessagesHistory;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.util.Optional;

/** A request of Anthropic's Messages API, for a chat upstream. */
public final class MessagesToChat {

    /** Tools that the client runs and the model knows without being told how: no chat model does. */
    private static final String KNOWN_BY_HEART = "(bash|text_editor|computer|memory)_[0-9]+";

    private MessagesToChat() {}

    /**
     * The upstream's request.
     *
     * @param client not changed
     * @throws BadRequest with the field that chat has nothing for
     */
    public static ObjectNode request(ObjectNode client) throws BadRequest {
        if (Fields.isGiven(client.path("thread"))) {
            throw BadRequest.withoutHistory(Dialect.MESSAGES);
        }
        ObjectNode chat = JsonText.object();
        Fields.copy(client, "model", chat, "model");
        chat.set("messages", messages(client));
        Fields.copy(client, "max_tokens", chat, "max_tokens");
        Fields.copy(client, "temperature", chat, "temperature");
        Fields.copy(client, "top_p", chat, "top_p");
        Fields.copy(client, "top_k", chat, "top_k");
        Fields.copy(client, "stop_sequences", chat, "stop");
        addTools(client, chat);
        addFormat(client, chat);
        Fields.copyStream(client, chat);
        return chat;
    }

    private static ArrayNode messages(ObjectNode client) throws BadRequest {
        ChatMessages chat = new ChatMessages();
        Optional<ObjectNode> system = MessagesHistory.system(client.path("system"));
        if (system.isPresent()) {
            chat.add(system.get(), "system");
        }
        JsonNode messages = client.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new BadRequest("messages", "messages must be a list of at least one message");
        }
        for (int position = 0; position < messages.size(); position++) {
            JsonNode message = messages.path(position);
            String field = "messages[" + position + "].content";
            if (message.path("role").asText().equals("assistant") && position == messages.size() - 1) {
                throw new BadRequest(
                        field, "this upstream, which speaks chat, cannot go on with an answer begun for it");
            }
            for (ObjectNode each : MessagesHistory.of(message)) {
                chat.add(each, field);
            }
        }
        return chat.all();
    }

    private static void addTools(ObjectNode client, ObjectNode chat) throws BadRequest {
        ArrayNode tools = ChatParts.list();
        JsonNode given = client.path("tools");
        for (int position = 0; position < given.size(); position++) {
            JsonNode tool = given.path(position);
            String type = tool.path("type").asText("custom");
            if (type.matches(KNOWN_BY_HEART)) {
                throw new BadRequest("tools[" + position + "].type", "no chat upstream knows the tool " + type);
            }
            if (type.equals("custom")) {
                tools.add(Fields.function(
                        tool.path("name").asText(),
                        tool.path("description"),
                        tool.path("input_schema"),
                        tool.path("strict")));
            }
        }
        if (!tools.isEmpty()) {
            chat.set("tools", tools);
        }
        JsonNode choice = client.path("tool_choice");
        addChoice(choice, chat, tools);
        if (!tools.isEmpty() && choice.path("disable_parallel_tool_use").asBoolean(false)) {
            chat.put("parallel_tool_calls", false);
        }
    }

    private static void addChoice(JsonNode choice, ObjectNode chat, ArrayNode tools) throws BadRequest {
        switch (choice.path("type").asText("")) {
            case "auto", "none" -> {
                if (!tools.isEmpty()) {
                    chat.set("tool_choice", choice.path("type"));
                }
            }
            case "any" -> {
                requireTool(!tools.isEmpty(), "any");
                chat.put("tool_choice", "required");
            }
            case "tool" -> {
                String name = choice.path("name").asText();
                requireTool(tools.findValuesAsText("name").contains(name), name);
                chat.set("tool_choice", Fields.choiceOf(name));
            }
            case "" -> {}
            default -> throw new BadRequest("tool_choice", "tool_choice.type must be auto, any, none or tool");
        }
    }

    private static void requireTool(boolean there, String name) throws BadRequest {
        if (!there) {
            throw new BadRequest("tool_choice", "this upstream has no tool to choose for " + name);
        }
    }

    private static void addFormat(ObjectNode client, ObjectNode chat) throws BadRequest {
        JsonNode format = client.path("output_config").path("format");
        format = Fields.isGiven(format) ? format : client.path("output_format");
        if (!Fields.isGiven(format)) {
            return;
        }
        if (!format.path("type").asText().equals("json_schema")) {
            throw new BadRequest("output_config", "output_config.format.type must be json_schema");
        }
        ObjectNode wanted = chat.putObject("response_format").put("type", "json_schema");
        wanted.putObject("json_schema")
                .put("name", "answer")
                .put("strict", true)
                .set("schema", format.path("schema"));
    }
}
