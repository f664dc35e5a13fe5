package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Answers as chat upstreams stream them. */
final class ChatAnswers {

    private static final List<String> TEXTS =
            List.of("Let me look.", "é\n", "\"quoted\" \\ {", " blank ", "😀", "1", "");
    private static final List<String> ARGUMENTS = List.of(
            "",
            "{}",
            "{\"path\":\"/tmp/a}b\",\"lines\":[1.0,2]}",
            "{\"z\": 1, \"a\": {\"y\": null, \"b\": [true, \"\\u00e9\\\"{\"]}}",
            "{\"path\":7e3}");

    /** Of the tool patch, as the schema that it is declared with demands. */
    private static final String FREE_TEXT = "{\"input\": \"*** Begin\\n}\"}";

    private static final List<String> NAMES = List.of("ls", "patch", "agents__spawn");
    private static final List<String> REASONS = List.of("stop", "length", "tool_calls", "content_filter");

    private ChatAnswers() {}

    /** Text, reasoning and tool calls, in any order; the deltas of tool calls mixed or not. */
    static List<JsonNode> chunks(SplittableRandom random) {
        List<JsonNode> chunks = new ArrayList<>();
        chunks.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}"));
        boolean mixed = random.nextBoolean();
        if (random.nextBoolean()) {
            texts("reasoning_content", chunks, random);
        }
        if (random.nextInt(4) > 0) {
            texts("content", chunks, random);
        }
        calls(random.nextInt(4), mixed, chunks, random);
        if (random.nextInt(4) == 0) {
            texts("content", chunks, random);
        }
        ObjectNode last = chunk("{}");
        choice(last).put("finish_reason", pick(REASONS, random));
        chunks.add(last);
        if (random.nextBoolean()) {
            ObjectNode usage = chunk("{}");
            usage.putArray("choices");
            usage.putObject("usage")
                    .put("prompt_tokens", 1200)
                    .put("completion_tokens", 12)
                    .putObject("prompt_tokens_details")
                    .put("cached_tokens", 1000);
            chunks.add(usage);
        }
        return chunks;
    }

    /** The same answer in one piece. */
    static ObjectNode whole(ObjectNode message, String finishReason, JsonNode usage) {
        ObjectNode whole = chunk("{}");
        whole.put("object", "chat.completion");
        ObjectNode choice = choice(whole);
        choice.remove("delta");
        choice.set("message", message);
        choice.put("finish_reason", finishReason);
        if (usage.isObject()) {
            whole.set("usage", usage);
        }
        return whole;
    }

    private static void texts(String field, List<JsonNode> chunks, SplittableRandom random) {
        for (String piece : pieces(pick(TEXTS, random) + pick(TEXTS, random), random)) {
            ObjectNode chunk = chunk("{}");
            ((ObjectNode) choice(chunk).path("delta")).put(field, piece);
            chunks.add(chunk);
        }
    }

    private static void calls(int count, boolean mixed, List<JsonNode> chunks, SplittableRandom random) {
        List<List<JsonNode>> waiting = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            List<JsonNode> deltas = new ArrayList<>();
            String name = pick(NAMES, random);
            chunks.addAll(mixed ? List.of(call(index, "call_" + index, name, "")) : List.of());
            deltas.add(call(index, mixed ? "" : "call_" + index, mixed ? "" : name, ""));
            for (String piece : pieces(name.equals("patch") ? FREE_TEXT : pick(ARGUMENTS, random), random)) {
                deltas.add(call(index, "", "", piece));
            }
            waiting.add(deltas);
        }
        while (!waiting.isEmpty()) {
            List<JsonNode> deltas = waiting.get(mixed ? random.nextInt(waiting.size()) : 0);
            chunks.add(deltas.remove(0));
            waiting.removeIf(List::isEmpty);
        }
    }

    private static JsonNode call(int index, String id, String name, String arguments) {
        ObjectNode chunk = chunk("{}");
        ArrayNode calls = ((ObjectNode) choice(chunk).path("delta")).putArray("tool_calls");
        ObjectNode call = calls.addObject().put("index", index);
        if (!id.isEmpty()) {
            call.put("id", id).put("type", "function");
        }
        ObjectNode function = call.putObject("function").put("arguments", arguments);
        if (!name.isEmpty()) {
            function.put("name", name);
        }
        return chunk;
    }

    private static ObjectNode choice(ObjectNode chunk) {
        return (ObjectNode) chunk.path("choices").get(0);
    }

    private static ObjectNode chunk(String delta) {
        try {
            return (ObjectNode) JsonText.parse("{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1700000000,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"finish_reason\":null}]}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> pieces(String text, SplittableRandom random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + random.nextInt(1, 6));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String pick(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
