package io.molt.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.TurnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI-style chats, {@code {"messages": [...]}} per line, tools included; {@code model} and {@code created} or
 * {@code timestamp} are read where they are. A session is named by its whole line, so that the same chat twice is one session.
 */
final class ChatFormat implements Format {

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public boolean oneLineIsASession() {
        return true;
    }

    @Override
    public void read(ObjectNode line, History history) throws Unreadable {
        JsonNode messages = line.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw new Unreadable("has no messages");
        }
        long at = Json.millis(line.has("created") ? line.path("created") : line.path("timestamp"));
        List<Entry> entries = new ArrayList<>();
        for (int place = 0; place < messages.size(); place++) {
            entries.add(entry(place, at, messages.get(place)));
        }
        history.named(Sha256.of(JsonText.withSortedKeys(line)));
        history.answeredBy(line.path("model").asText(""));
        entries.forEach(history::add);
    }

    private static Entry entry(int place, long at, JsonNode message) throws Unreadable {
        JsonNode content = message.path("content");
        JsonNode calls = message.path("tool_calls");
        boolean usable =
                (content.isTextual() || content.isArray() || isAbsent(content)) && (calls.isArray() || isAbsent(calls));
        if (!(message instanceof ObjectNode object) || !message.path("role").isTextual() || !usable) {
            throw new Unreadable("has a message without role and content");
        }
        String id = String.valueOf(place);
        Optional<String> parent = place == 0 ? Optional.empty() : Optional.of(String.valueOf(place - 1));
        if (!message.path("role").textValue().equals("assistant")) {
            return Entry.said(id, parent, at, List.of(object));
        }
        String finish = calls.isEmpty() ? "stop" : "tool_calls";
        return Entry.replied(id, parent, at, new Entry.Reply(object, "", new Ending(200, finish, ""), TurnKind.MAIN));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
