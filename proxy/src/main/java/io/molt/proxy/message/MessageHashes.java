package io.molt.proxy.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The two hashes of a message.
 *
 * <p>No client re-sends its history byte for byte. What they change, and what the match hash therefore leaves out: text
 * as a string or as a list of one text part, cache marks, ids of messages and tool calls, the order of keys and the
 * digits of numbers in a tool's arguments, reasoning, null fields, blanks at either end.
 */
public final class MessageHashes {

    /** OpenClaw puts a note of its own behind the newest message and takes it out of the history again. */
    private static final String PASSING_NOTE = "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>";

    private static final Set<String> REASONING =
            Set.of("thinking", "redacted_thinking", "reasoning", "reasoning_text", "summary_text");
    private static final Set<String> PASSING_KEYS = Set.of("cache_control", "id", "index", "annotations");

    /** 2 to the 53rd: up to here a double holds every whole number. */
    private static final double LARGEST_EXACT = 1L << 53;

    private MessageHashes() {}

    /** Of the whole message, keys in the client's order; blanks between them do not count. 32 hex digits. */
    public static String bodyHash(JsonNode message) {
        return Sha256.of(message);
    }

    /** Of what stays when a client re-sends the message. 32 hex digits. */
    public static String matchHash(JsonNode message) {
        ObjectNode canonical = JsonText.object();
        canonical.put("role", message.path("role").asText());
        canonical.put("text", MessageText.of(message).strip());
        addOtherParts(canonical, message.path("content"));
        addTools(canonical, message);
        return Sha256.of(JsonText.withSortedKeys(canonical));
    }

    /** A message that its client will not re-send, so that nothing can be found again by it. */
    public static boolean isPassing(JsonNode message) {
        return MessageText.of(message).stripLeading().startsWith(PASSING_NOTE);
    }

    private static void addOtherParts(ObjectNode canonical, JsonNode content) {
        ArrayNode others = canonical.arrayNode();
        if (content.isArray()) {
            for (JsonNode part : content) {
                String type = part.path("type").asText();
                if (!MessageText.isText(part) && !REASONING.contains(type)) {
                    others.add(lasting(part));
                }
            }
        }
        if (!others.isEmpty()) {
            canonical.set("parts", others);
        }
    }

    private static void addTools(ObjectNode canonical, JsonNode message) {
        ArrayNode tools = canonical.arrayNode();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.has("function") ? call.path("function") : call.path("custom");
            addTool(tools, function);
        }
        if (message.path("function_call").isObject()) {
            addTool(tools, message.path("function_call"));
        }
        if (!tools.isEmpty()) {
            canonical.set("tools", tools);
        }
    }

    private static void addTool(ArrayNode tools, JsonNode function) {
        String arguments = function.has("arguments")
                ? function.path("arguments").asText()
                : function.path("input").asText();
        tools.addObject().put("name", function.path("name").asText()).put("arguments", sortedIfJson(arguments));
    }

    private static String sortedIfJson(String arguments) {
        try {
            return JsonText.write(
                    JsonText.withSortedKeys(asReadAgain(JsonText.parse(arguments.isBlank() ? "{}" : arguments))));
        } catch (IOException e) {
            return arguments.strip();
        }
    }

    /** Clients in JavaScript read every number as a double and write it without needless digits. */
    private static JsonNode asReadAgain(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> object.set(name, asReadAgain(object.get(name))));
        } else if (json instanceof ArrayNode array) {
            IntStream.range(0, array.size()).forEach(at -> array.set(at, asReadAgain(array.get(at))));
        } else if (json.isNumber()) {
            double value = json.doubleValue();
            boolean whole = value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT;
            return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
        }
        return json;
    }

    private static JsonNode lasting(JsonNode part) {
        if (!(part instanceof ObjectNode object)) {
            return part;
        }
        ObjectNode lasting = object.deepCopy();
        lasting.remove(PASSING_KEYS);
        return lasting;
    }
}
