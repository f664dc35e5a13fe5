package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.util.StringJoiner;

/** Parts of a message, as chat has them. */
final class ChatParts {

    private ChatParts() {}

    /**
     * One part.
     *
     * @param field where it stands, for the refusal
     * @throws BadRequest if chat has nothing that says the same
     */
    static ObjectNode of(JsonNode part, String field) throws BadRequest {
        String type = part.path("type").asText();
        return switch (type) {
            case "text" -> text(part.path("text").asText());
            case "image" -> image(source(part.path("source"), field), part);
            case "input_image" -> image(given(part.path("image_url"), field, "image_url"), part);
            case "document" -> document(part, field);
            case "input_file" -> file(
                    part.path("filename").asText("file"), given(part.path("file_data"), field, "file_data"));
            case "search_result" -> text(searchResult(part));
            case "tool_reference" -> text(part.path("tool_name").asText());
            case "image_url", "input_audio", "file" -> part.deepCopy();
            default -> throw refused(field, type);
        };
    }

    static ObjectNode text(String text) {
        return JsonText.object().put("type", "text").put("text", text);
    }

    static BadRequest refused(String field, String type) {
        return new BadRequest(field, "a part of type " + type + " cannot be sent to this upstream, which speaks chat");
    }

    private static ObjectNode image(String url, JsonNode part) {
        ObjectNode image = JsonText.object().put("type", "image_url");
        ObjectNode target = image.putObject("image_url").put("url", url);
        if (part.path("detail").isTextual()) {
            target.set("detail", part.path("detail"));
        }
        return image;
    }

    private static ObjectNode document(JsonNode part, String field) throws BadRequest {
        JsonNode source = part.path("source");
        return switch (source.path("type").asText()) {
            case "text" -> text(source.path("data").asText());
            case "content" -> text(texts(source.path("content"), field));
            case "base64" -> file(part.path("title").asText("document.pdf"), source(source, field));
            default -> throw refused(field, "document");
        };
    }

    private static String texts(JsonNode content, String field) throws BadRequest {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringJoiner texts = new StringJoiner("\n");
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw refused(field, part.path("type").asText());
            }
            texts.add(part.path("text").asText());
        }
        return texts.toString();
    }

    private static String searchResult(JsonNode part) {
        StringJoiner texts = new StringJoiner("\n");
        texts.add(part.path("title").asText());
        texts.add(part.path("source").asText());
        part.path("content").forEach(text -> texts.add(text.path("text").asText()));
        return texts.toString();
    }

    private static ObjectNode file(String name, String data) {
        ObjectNode file = JsonText.object().put("type", "file");
        file.putObject("file").put("filename", name).put("file_data", data);
        return file;
    }

    private static String source(JsonNode source, String field) throws BadRequest {
        return switch (source.path("type").asText()) {
            case "base64" -> "data:" + source.path("media_type").asText() + ";base64,"
                    + source.path("data").asText();
            case "url" -> source.path("url").asText();
            default -> throw refused(field, source.path("type").asText("none"));
        };
    }

    private static String given(JsonNode value, String field, String name) throws BadRequest {
        if (!value.isTextual()) {
            throw new BadRequest(field, "without " + name + " it cannot be sent to this upstream, which speaks chat");
        }
        return value.textValue();
    }

    static ArrayNode list() {
        return JsonText.object().arrayNode();
    }
}
