package io.molt.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;

/** What the formats share: times, ids, and messages in the chat API's form. */
final class Json {

    /** The year 9999. */
    private static final long LATEST = 253_402_300_799_999L;

    private Json() {}

    /** ISO-8601, epoch seconds or epoch milliseconds; 0 if it is none of them. */
    static long millis(JsonNode time) {
        if (time.isNumber()) {
            double value = time.doubleValue();
            double millis = value < 1e11 ? value * 1000 : value;
            return millis >= 1 && millis <= LATEST ? (long) millis : 0;
        }
        try {
            long millis = Instant.parse(time.asText("")).toEpochMilli();
            return millis >= 1 && millis <= LATEST ? millis : 0;
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }

    static String id(JsonNode line, String field) throws Unreadable {
        JsonNode id = line.path(field);
        if (!id.isTextual() || id.textValue().isBlank()) {
            throw new Unreadable("has no " + field);
        }
        return id.textValue();
    }

    static Optional<String> parent(JsonNode parent) {
        return parent.isTextual() ? Optional.of(parent.textValue()) : Optional.empty();
    }

    static ObjectNode message(String role, String content) {
        return JsonText.object().put("role", role).put("content", content);
    }

    static ObjectNode toolResult(String callId, String content) {
        return message("tool", content).put("tool_call_id", callId);
    }

    /** An answer: text, reasoning if there is any, calls if there are any. */
    static ObjectNode answer(String content, String reasoning) {
        ObjectNode message = message("assistant", content);
        return reasoning.isEmpty() ? message : message.put("reasoning_content", reasoning);
    }

    static void addCall(ObjectNode answer, String callId, String name, JsonNode arguments) {
        ObjectNode call =
                answer.withArray("tool_calls").addObject().put("id", callId).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", JsonText.write(arguments));
    }

    /** The text of a string or of a list of parts, joined by newlines. */
    static String text(JsonNode content) {
        return MessageText.of(JsonText.object().set("content", content));
    }

    /** A reply of parts, as chat APIs have it: its words, what it thought, the tools it called. */
    static ObjectNode answer(JsonNode content, String call, String arguments) {
        StringJoiner thinking = new StringJoiner("\n");
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                thinking.add(part.path("thinking").asText(""));
            }
        }
        ObjectNode answer = answer(text(content), thinking.toString());
        for (JsonNode part : content) {
            if (part.path("type").asText().equals(call)) {
                addCall(answer, part.path("id").asText(""), part.path("name").asText(""), part.path(arguments));
            }
        }
        return answer;
    }
}
