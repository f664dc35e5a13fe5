package io.molt.proxy.translate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.ToolName;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tools of a Responses request, as chat has them: no namespaces, functions only. Tools that the provider runs itself
 * are left out.
 */
final class ResponsesTools {

    /** Tools that the client runs and the model knows without being told how: no chat model does. */
    private static final Set<String> KNOWN_BY_HEART =
            Set.of("local_shell", "shell", "apply_patch", "computer", "computer_use_preview");

    private final ArrayNode chat = ChatParts.list();
    private final Map<String, Tool> byFlatName = new LinkedHashMap<>();

    /**
     * A tool as the client knows it.
     *
     * @param namespace empty if it lies in none
     * @param name within its namespace
     * @param custom its input is free text
     */
    record Tool(String namespace, String name, boolean custom) {

        Tool {
            requireNonNull(namespace, "namespace");
            requireNonNull(name, "name");
        }

        /** The free text in a function's arguments; the arguments themselves if they are something else. */
        static String input(String arguments) {
            try {
                JsonNode json = JsonText.parse(arguments);
                return json.path("input").isTextual() ? json.path("input").textValue() : arguments;
            } catch (IOException cutOff) {
                return arguments;
            }
        }
    }

    private ResponsesTools() {}

    static ResponsesTools of(JsonNode tools) throws BadRequest {
        ResponsesTools all = new ResponsesTools();
        all.addAll("", tools, "tools");
        return all;
    }

    /** Functions for the upstream. */
    ArrayNode chat() {
        return chat;
    }

    /** What the client calls it; one that it never named is a function of that name. */
    Tool named(String flatName) {
        return byFlatName.getOrDefault(flatName, new Tool("", flatName, false));
    }

    boolean has(String flatName) {
        return byFlatName.containsKey(flatName);
    }

    private void addAll(String namespace, JsonNode tools, String field) throws BadRequest {
        for (int position = 0; position < tools.size(); position++) {
            JsonNode tool = tools.path(position);
            String at = field + "[" + position + "]";
            String type = tool.path("type").asText();
            switch (type) {
                case "function" -> add(namespace, tool, at, tool.path("description"), tool.path("parameters"));
                case "custom" -> add(namespace, tool, at, description(tool), freeText());
                case "namespace" -> addAll(tool.path("name").asText(), tool.path("tools"), at + ".tools");
                default -> {
                    if (KNOWN_BY_HEART.contains(type)) {
                        throw new BadRequest(at + ".type", "no chat upstream knows the tool " + type);
                    }
                }
            }
        }
    }

    private void add(String namespace, JsonNode tool, String field, JsonNode description, JsonNode parameters)
            throws BadRequest {
        String name = tool.path("name").asText();
        String flatName = ToolName.flat(namespace, name);
        boolean custom = tool.path("type").asText().equals("custom");
        if (byFlatName.put(flatName, new Tool(namespace, name, custom)) != null) {
            throw new BadRequest(field + ".name", "two tools come out as " + flatName);
        }
        chat.add(Fields.function(flatName, description, parameters, tool.path("strict")));
    }

    /** A grammar that the upstream cannot enforce is at least told. */
    private static JsonNode description(JsonNode tool) {
        JsonNode format = tool.path("format");
        String description = tool.path("description").asText("");
        if (format.path("type").asText().equals("grammar")) {
            description +=
                    "\n\nThe input must follow this " + format.path("syntax").asText() + " grammar:\n"
                            + format.path("definition").asText();
        }
        return JsonText.object().textNode(description.strip());
    }

    private static ObjectNode freeText() {
        ObjectNode schema = JsonText.object().put("type", "object");
        schema.putObject("properties").putObject("input").put("type", "string");
        schema.putArray("required").add("input");
        return schema.put("additionalProperties", false);
    }
}
