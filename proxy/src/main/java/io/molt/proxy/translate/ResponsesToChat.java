package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.ResponsesHistory;
import io.molt.proxy.dialect.ToolName;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request of OpenAI's Responses API, for a chat upstream. */
public final class ResponsesToChat {

    private ResponsesToChat() {}

    /**
     * The upstream's request.
     *
     * @param client not changed
     * @throws BadRequest with the field that chat has nothing for
     */
    public static ObjectNode request(ObjectNode client) throws BadRequest {
        refuseWhatIsKeptElsewhere(client);
        ObjectNode chat = JsonText.object();
        Fields.copy(client, "model", chat, "model");
        chat.set("messages", messages(client));
        Fields.copy(client, "max_output_tokens", chat, "max_tokens");
        Fields.copy(client, "temperature", chat, "temperature");
        Fields.copy(client, "top_p", chat, "top_p");
        addTools(client, chat);
        addFormat(client.path("text").path("format"), chat);
        Fields.copyStream(client, chat);
        return chat;
    }

    private static void refuseWhatIsKeptElsewhere(ObjectNode client) throws BadRequest {
        if (Fields.isGiven(client.path("previous_response_id"))) {
            throw BadRequest.withoutHistory(Dialect.RESPONSES);
        }
        Fields.refuse(client, "conversation", "conversations are not kept for this upstream: send all of the input");
        Fields.refuse(client, "prompt", "prompts are not kept for this upstream: send instructions");
        if (client.path("background").asBoolean(false)) {
            throw new BadRequest("background", "this upstream, which speaks chat, answers in the foreground only");
        }
    }

    private static ArrayNode messages(ObjectNode client) throws BadRequest {
        ChatMessages chat = new ChatMessages();
        Optional<ObjectNode> system = ResponsesHistory.system(client.path("instructions"));
        if (system.isPresent()) {
            chat.add(system.get(), "instructions");
        }
        List<ObjectNode> input = ResponsesHistory.of(client.path("input"));
        if (input.isEmpty()) {
            throw new BadRequest("input", "input must be a string or a list of at least one item");
        }
        for (ObjectNode message : input) {
            chat.add(message, "input");
        }
        return chat.all();
    }

    private static void addTools(ObjectNode client, ObjectNode chat) throws BadRequest {
        ResponsesTools tools = ResponsesTools.of(client.path("tools"));
        JsonNode choice = client.path("tool_choice");
        boolean someOnly = choice.path("type").asText().equals("allowed_tools");
        ArrayNode functions = someOnly ? allowed(tools, choice.path("tools")) : tools.chat();
        if (functions.isEmpty()) {
            requireTool(!isForced(choice), "any");
            return;
        }
        chat.set("tools", functions);
        if (choice.isTextual()) {
            chat.set("tool_choice", choice);
        } else if (someOnly) {
            chat.put("tool_choice", choice.path("mode").asText("auto"));
        } else if (choice.isObject()) {
            String name = flatName(choice);
            requireTool(tools.has(name), name);
            chat.set("tool_choice", Fields.choiceOf(name));
        }
        Fields.copy(client, "parallel_tool_calls", chat, "parallel_tool_calls");
    }

    private static boolean isForced(JsonNode choice) {
        return choice.isObject()
                ? !choice.path("mode").asText().equals("auto")
                : choice.asText().equals("required");
    }

    private static ArrayNode allowed(ResponsesTools tools, JsonNode choices) {
        Set<String> names = new HashSet<>();
        choices.forEach(choice -> names.add(flatName(choice)));
        ArrayNode allowed = ChatParts.list();
        for (JsonNode function : tools.chat()) {
            if (names.contains(function.path("function").path("name").asText())) {
                allowed.add(function);
            }
        }
        return allowed;
    }

    private static String flatName(JsonNode choice) {
        return ToolName.flat(
                choice.path("namespace").asText(""),
                choice.path("name").asText(choice.path("type").asText()));
    }

    private static void requireTool(boolean there, String name) throws BadRequest {
        if (!there) {
            throw new BadRequest("tool_choice", "this upstream has no tool to choose for " + name);
        }
    }

    private static void addFormat(JsonNode format, ObjectNode chat) throws BadRequest {
        switch (format.path("type").asText("text")) {
            case "text" -> {}
            case "json_object" -> chat.putObject("response_format").put("type", "json_object");
            case "json_schema" -> {
                ObjectNode schema = format.deepCopy();
                schema.remove("type");
                chat.putObject("response_format").put("type", "json_schema").set("json_schema", schema);
            }
            default -> throw new BadRequest("text", "text.format.type must be text, json_object or json_schema");
        }
    }
}
