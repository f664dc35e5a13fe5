package io.molt.proxy.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The answers that a client repeats in its request. */
public final class SentBack {

    private static final Set<String> ITEMS = Set.of("reasoning", "function_call", "custom_tool_call");

    private final List<Said> answers = new ArrayList<>();
    private final List<Said.Call> calls = new ArrayList<>();
    private String reasoning = "";
    private String text = "";

    private SentBack() {}

    /** In their order, without their ids. */
    public static List<Said> in(Dialect dialect, JsonNode body) {
        SentBack found = new SentBack();
        boolean answering = false;
        for (JsonNode message : body.path(dialect == Dialect.RESPONSES ? "input" : "messages")) {
            boolean answer = message.path("role").asText().equals("assistant")
                    || ITEMS.contains(message.path("type").asText());
            // Of OpenAI's items several are one answer.
            if (answering && (!answer || dialect != Dialect.RESPONSES)) {
                found.end();
            }
            if (answer) {
                found.read(message);
            }
            answering = answer;
        }
        if (answering) {
            found.end();
        }
        return found.answers;
    }

    private void read(JsonNode message) {
        switch (message.path("type").asText()) {
            case "reasoning" -> reasoning += message.at("/summary/0/text").asText();
            case "function_call" -> calls.add(call(message, "arguments", false));
            case "custom_tool_call" -> calls.add(call(message, "input", true));
            default -> {
                message.path("tool_calls").forEach(call -> calls.add(call(call.path("function"), "arguments", false)));
                JsonNode content = message.path("content");
                text += content.isTextual() ? content.asText() : "";
                content.forEach(this::readPart);
            }
        }
    }

    private void readPart(JsonNode part) {
        switch (part.path("type").asText()) {
            case "thinking" -> reasoning += part.path("thinking").asText();
            case "tool_use" -> calls.add(
                    new Said.Call(part.path("name").asText(), JsonText.write(part.path("input")), false));
            default -> text += part.path("text").asText();
        }
    }

    private static Said.Call call(JsonNode call, String arguments, boolean custom) {
        return new Said.Call(call.path("name").asText(), call.path(arguments).asText(), custom);
    }

    private void end() {
        answers.add(new Said("", reasoning, text, calls, calls.isEmpty() ? "stop" : "tool_calls"));
        calls.clear();
        reasoning = "";
        text = "";
    }
}
