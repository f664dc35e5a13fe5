package io.molt.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.TurnKind;
import java.util.List;
import java.util.Optional;

/**
 * OpenClaw's session files, version 3: a line {@code session}, then a tree of entries with {@code id} and {@code parentId}.
 * Entries of type {@code message} (user, assistant, toolResult), {@code custom_message} and {@code compaction} are read; all
 * other types only keep the tree together.
 */
final class OpenClawFormat implements Format {

    static final int VERSION = 3;

    @Override
    public String name() {
        return "openclaw";
    }

    @Override
    public boolean oneLineIsASession() {
        return false;
    }

    @Override
    public void read(ObjectNode line, History history) throws Unreadable {
        String type = line.path("type").asText("");
        if (type.isEmpty()) {
            throw new Unreadable("has no type");
        }
        if (type.equals("session")) {
            if (line.path("version").asInt() != VERSION) {
                throw new Unreadable("is a session of another version than " + VERSION);
            }
            history.named(Json.id(line, "id"));
            return;
        }
        String id = Json.id(line, "id");
        Optional<String> parent = Json.parent(line.path("parentId"));
        long at = Json.millis(line.path("timestamp"));
        switch (type) {
            case "message" -> history.add(message(id, parent, at, line.path("message")));
            case "custom_message" -> history.add(
                    Entry.said(id, parent, at, List.of(Json.message("user", Json.text(line.path("content"))))));
            case "compaction" -> history.add(new Entry(
                    id,
                    parent,
                    at,
                    List.of(Json.message("user", line.path("summary").asText(""))),
                    Optional.empty(),
                    line.path("firstKeptEntryId").asText(""),
                    true));
            default -> {
                if (type.equals("model_change")) {
                    history.answeredBy(line.path("modelId").asText(""));
                }
                history.add(Entry.silent(id, parent, at));
            }
        }
    }

    private static Entry message(String id, Optional<String> parent, long at, JsonNode message) throws Unreadable {
        JsonNode content = message.path("content");
        if (!content.isTextual() && !content.isArray()) {
            throw new Unreadable("has a message without content");
        }
        return switch (message.path("role").asText("")) {
            case "user" -> Entry.said(id, parent, at, List.of(Json.message("user", Json.text(content))));
            case "toolResult" -> Entry.said(
                    id,
                    parent,
                    at,
                    List.of(Json.toolResult(message.path("toolCallId").asText(""), Json.text(content))));
            case "assistant" -> Entry.replied(
                    id,
                    parent,
                    at,
                    new Entry.Reply(
                            Json.answer(content, "toolCall", "arguments"),
                            message.path("model").asText(""),
                            ending(message),
                            TurnKind.MAIN));
            default -> throw new Unreadable("has a message of a role that is not known");
        };
    }

    private static Ending ending(JsonNode message) {
        return switch (message.path("stopReason").asText("stop")) {
            case "toolUse" -> new Ending(200, "tool_calls", "");
            case "length" -> new Ending(200, "length", "");
            case "error", "aborted" -> new Ending(200, "", "the reply broke off");
            default -> new Ending(200, "stop", "");
        };
    }
}
