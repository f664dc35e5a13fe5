package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.molt.proxy.message.JsonText;
import java.util.Set;

/** The content of a message that is not the assistant's. */
final class Parts {

    private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text");

    private Parts() {}

    static boolean isText(JsonNode part) {
        return TEXTS.contains(part.path("type").asText());
    }

    /** A string if the content is one text, else a list of parts: texts as chat has them, others without cache marks. */
    static JsonNode content(JsonNode content) {
        if (!content.isArray()) {
            return content.isMissingNode() || content.isNull() ? TextNode.valueOf("") : content;
        }
        if (content.isEmpty()) {
            return TextNode.valueOf("");
        }
        if (content.size() == 1 && isText(content.get(0))) {
            return TextNode.valueOf(content.get(0).path("text").asText());
        }
        ArrayNode parts = JsonText.object().arrayNode();
        content.forEach(part -> parts.add(part(part)));
        return parts;
    }

    static JsonNode part(JsonNode part) {
        if (isText(part)) {
            return JsonText.object()
                    .put("type", "text")
                    .put("text", part.path("text").asText());
        }
        if (part instanceof ObjectNode object && object.has("cache_control")) {
            ObjectNode lasting = object.deepCopy();
            lasting.remove("cache_control");
            return lasting;
        }
        return part;
    }
}
