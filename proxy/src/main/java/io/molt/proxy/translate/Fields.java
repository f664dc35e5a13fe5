package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;

/** What goes from one request to another. */
final class Fields {

    private Fields() {}

    static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    static void copy(ObjectNode from, String name, ObjectNode to, String newName) {
        if (isGiven(from.path(name))) {
            to.set(newName, from.path(name));
        }
    }

    /** The usage comes in the last chunk only if it is asked for. */
    static void copyStream(ObjectNode from, ObjectNode to) {
        copy(from, "stream", to, "stream");
        if (from.path("stream").asBoolean(false)) {
            to.putObject("stream_options").put("include_usage", true);
        }
    }

    static ObjectNode function(String name, JsonNode description, JsonNode parameters, JsonNode strict) {
        ObjectNode tool = JsonText.object().put("type", "function");
        ObjectNode function = tool.putObject("function").put("name", name);
        if (isGiven(description)) {
            function.set("description", description);
        }
        function.set("parameters", isGiven(parameters) ? parameters : noParameters());
        if (strict.asBoolean(false)) {
            function.put("strict", true);
        }
        return tool;
    }

    static ObjectNode choiceOf(String name) {
        ObjectNode choice = JsonText.object().put("type", "function");
        choice.putObject("function").put("name", name);
        return choice;
    }

    static void refuse(ObjectNode request, String field, String reason) throws BadRequest {
        if (isGiven(request.path(field))) {
            throw new BadRequest(field, reason);
        }
    }

    private static ObjectNode noParameters() {
        ObjectNode none = JsonText.object().put("type", "object");
        none.putObject("properties");
        return none;
    }
}
