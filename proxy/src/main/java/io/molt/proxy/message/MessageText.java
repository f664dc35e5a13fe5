package io.molt.proxy.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The text of a message, whichever way its client wrote it down. */
public final class MessageText {

    private MessageText() {}

    /** All text parts joined by a newline; empty if there are none. */
    public static String of(JsonNode message) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        StringJoiner text = new StringJoiner("\n");
        if (content.isArray()) {
            for (JsonNode part : content) {
                if (part.isTextual()) {
                    text.add(part.textValue());
                } else if (isText(part)) {
                    text.add(part.path("text").asText());
                }
            }
        }
        return text.toString();
    }

    static boolean isText(JsonNode part) {
        String type = part.path("type").asText();
        return part.isTextual() || type.equals("text") || type.equals("input_text") || type.equals("output_text");
    }
}
