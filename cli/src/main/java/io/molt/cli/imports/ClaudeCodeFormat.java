package io.molt.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.TurnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Claude Code's session files: a tree of lines with {@code uuid} and {@code parentUuid}, one line per part of a reply. Lines
 * of type {@code user} and {@code assistant} are read; others with a {@code uuid} keep the tree together, and those without
 * are about the session and say nothing. Side chains (sub-agents) become side turns; notices of the program about failed
 * requests are no replies.
 */
final class ClaudeCodeFormat implements Format {

    @Override
    public String name() {
        return "claude-code";
    }

    @Override
    public boolean oneLineIsASession() {
        return false;
    }

    @Override
    public void read(ObjectNode line, History history) throws Unreadable {
        String type = line.path("type").asText("");
        boolean spoken = type.equals("user") || type.equals("assistant");
        if (type.isEmpty()) {
            throw new Unreadable("has no type");
        }
        if (!spoken && !line.path("uuid").isTextual()) {
            return;
        }
        String id = Json.id(line, "uuid");
        Optional<String> parent = Json.parent(line.path("parentUuid"));
        long at = Json.millis(line.path("timestamp"));
        JsonNode message = line.path("message");
        JsonNode content = message.path("content");
        if (spoken && !content.isTextual() && !content.isArray()) {
            throw new Unreadable("has a message without content");
        }
        boolean notice = line.path("isApiErrorMessage").asBoolean()
                || message.path("model").asText().equals("<synthetic>");
        if (line.path("sessionId").isTextual()) {
            history.named(line.path("sessionId").textValue());
        }
        if (!spoken || notice) {
            history.add(Entry.silent(id, parent, at));
        } else if (type.equals("user")) {
            history.add(Entry.said(id, parent, at, said(content)));
        } else {
            TurnKind kind = line.path("isSidechain").asBoolean() ? TurnKind.SIDE : TurnKind.MAIN;
            history.add(Entry.replied(
                    id,
                    parent,
                    at,
                    new Entry.Reply(
                            Json.answer(content, "tool_use", "input"),
                            message.path("model").asText(""),
                            ending(message),
                            kind)));
        }
    }

    /** Results of tools come first, as they must in the chat API. */
    private static List<ObjectNode> said(JsonNode content) {
        List<ObjectNode> messages = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("tool_result")) {
                messages.add(Json.toolResult(part.path("tool_use_id").asText(""), Json.text(part.path("content"))));
            }
        }
        String text = Json.text(content);
        if (!text.isEmpty() || messages.isEmpty()) {
            messages.add(Json.message("user", text));
        }
        return messages;
    }

    private static Ending ending(JsonNode message) {
        return switch (message.path("stop_reason").asText("end_turn")) {
            case "tool_use" -> new Ending(200, "tool_calls", "");
            case "max_tokens" -> new Ending(200, "length", "");
            default -> new Ending(200, "stop", "");
        };
    }
}
