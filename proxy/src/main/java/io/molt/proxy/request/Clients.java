package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the clients that molt knows (Claude Code, Codex, OpenClaw, OpenCode) say between the lines: which of their requests
 * are not the conversation itself but titles, summaries, heartbeats, and which come from a sub-agent. Observed in November
 * 2026; a client that changes its ways loses nothing but this.
 */
final class Clients {

    private static final Pattern OPENCLAW_RUNTIME =
            Pattern.compile("(?m)^Runtime: .*\\bsessionId=([0-9A-Za-z-]{8,64})");
    /** OpenClaw counts the parts of one session behind its id. */
    static final Pattern COUNTED_KEY = Pattern.compile("([0-9a-f-]{36}):\\d+");

    private static final Pattern BARE_KEY = Pattern.compile("[0-9a-f-]{36}");
    /** How OpenClaw's own notes to its agent begin. */
    private static final List<String> OPENCLAW_NOTES = List.of(
            "Follow the heartbeat monitor", "Note: The previous agent run was interrupted", "Read HEARTBEAT.md");

    private final Headers headers;
    private final TurnRequest request;

    Clients(Headers headers, TurnRequest request) {
        this.headers = headers;
        this.request = request;
    }

    /** A sub-agent has a conversation of its own under the session of its agent. */
    Optional<String> subAgent() {
        return headers.get("x-claude-code-agent-id");
    }

    /** Where OpenClaw writes its session into the prompt: the first messages, or the second block of the system prompt. */
    Optional<String> openClawSession() {
        if (headers.get("traceparent").isEmpty()) {
            return Optional.empty(); // it always sends one, and looking through long prompts takes its time
        }
        List<Extent> places = new ArrayList<>(elements("system"));
        places.addAll(history().stream().limit(2).toList());
        for (Extent place : places) {
            // Most prompts are long and not OpenClaw's: look before decoding.
            if (request.body().contains(place, "sessionId=")) {
                Matcher runtime = OPENCLAW_RUNTIME.matcher(text(place));
                if (runtime.find()) {
                    return Optional.of(runtime.group(1));
                }
            }
        }
        return Optional.empty();
    }

    /** True for a request beside the conversation. */
    boolean isSide() {
        if (isClaudeCode()) {
            return isClaudeCodesSide();
        }
        if (headers.get("x-codex-turn-metadata").isPresent()) {
            return !codexKind().equals("turn") || tools().isEmpty();
        }
        if (headers.get("x-session-affinity").isPresent()) {
            return tools().isEmpty(); // OpenCode's titles
        }
        return isOpenClawsSide();
    }

    private boolean isClaudeCode() {
        return headers.get("x-claude-code-session-id").isPresent();
    }

    private boolean isClaudeCodesSide() {
        Optional<String> said = headers.get("x-claude-code-request-class");
        return said.map(name -> !name.equals("main"))
                .orElseGet(() -> tools().isEmpty() || lastText().contains("Respond with TEXT ONLY"));
    }

    private String codexKind() {
        try {
            return JsonText.parse(headers.get("x-codex-turn-metadata").orElse("{}"))
                    .path("request_kind")
                    .asText("turn");
        } catch (IOException e) {
            return "turn";
        }
    }

    private boolean isOpenClawsSide() {
        String key = request.body().text("prompt_cache_key");
        boolean counted = COUNTED_KEY.matcher(key).matches();
        if (BARE_KEY.matcher(key).matches() && tools().isEmpty()) {
            return true; // a summary: its key has no counter
        }
        if (!counted && openClawSession().isEmpty()) {
            return false;
        }
        // A heartbeat has all the tools but the one for OpenClaw itself.
        Set<String> names = toolNames();
        String last = lastText();
        return (names.contains("sessions_yield") && !names.contains("openclaw"))
                || OPENCLAW_NOTES.stream().anyMatch(last::contains);
    }

    private List<Extent> elements(String name) {
        return request.body()
                .member(name)
                .filter(Member::isList)
                .map(Member::elements)
                .orElse(List.of());
    }

    private List<Extent> history() {
        return elements(request.dialect() == Dialect.RESPONSES ? "input" : "messages");
    }

    private List<Extent> tools() {
        return elements("tools");
    }

    private Set<String> toolNames() {
        Set<String> names = new HashSet<>();
        for (Extent place : tools()) {
            JsonNode tool = request.body().value(place);
            names.add(
                    tool.path("function").path("name").asText(tool.path("name").asText()));
        }
        return names;
    }

    private String lastText() {
        List<Extent> history = history();
        return history.isEmpty() ? "" : text(history.get(history.size() - 1));
    }

    private String text(Extent place) {
        JsonNode message = request.body().glance(place);
        String text = MessageText.of(message);
        return text.isEmpty() ? message.path("text").asText("") : text;
    }
}
