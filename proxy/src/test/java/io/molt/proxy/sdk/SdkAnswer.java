package io.molt.proxy.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the scripted upstream says.
 *
 * <pre>
 * the user's last words     the answer
 * weather                   a call of the request's first tool; after its result, what the tool said
 * two cities                two such calls, their deltas mixed
 * think                     reasoning, then text
 * cut short                 ends for length
 * refuse                    400
 * fail once                 500, and an answer when asked again
 * limit once                429, and an answer when asked again
 * break                     breaks off in the middle
 * for ever                  goes on until the client hangs up
 * anything else             a text
 * </pre>
 *
 * @param said the user's last words
 * @param chunks a chat completion's, the last with usage
 */
record SdkAnswer(String said, List<ObjectNode> chunks) {

    SdkAnswer {
        chunks = List.copyOf(chunks);
    }

    static SdkAnswer to(List<ObjectNode> messages, JsonNode request) {
        ObjectNode last = messages.get(messages.size() - 1);
        String said = last.path("role").asText().equals("tool") ? "" : MessageText.of(last);
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", ""));
        boolean one = said.contains("weather");
        boolean two = said.contains("two cities");
        if (said.isEmpty()) {
            addTexts("content", "The tool says: " + toolsSaid(messages), chunks);
        } else if (one || two) {
            addTexts("content", "Let me look.", chunks);
            addCalls(two ? List.of("Rome", "Oslo") : List.of("Rome"), firstTool(request), chunks);
        } else {
            if (said.contains("think")) {
                addTexts("reasoning_content", "It is a greeting.", chunks);
            }
            addTexts("content", "Hello there, friend.", chunks);
        }
        SdkAnswer answer = new SdkAnswer(said, chunks);
        if (answer.ends()) {
            chunks.add(chunk("{}", one || two ? "tool_calls" : said.contains("cut short") ? "length" : "stop"));
            ObjectNode usage = chunk("{}", "");
            usage.putArray("choices");
            usage.set("usage", usage());
            chunks.add(usage);
        }
        return new SdkAnswer(said, chunks);
    }

    static ObjectNode usage() {
        ObjectNode usage = JsonText.object()
                .put("prompt_tokens", 120)
                .put("completion_tokens", 12)
                .put("total_tokens", 132);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 100);
        return usage;
    }

    int status() {
        return said.contains("refuse")
                ? 400
                : said.contains("fail once") ? 500 : said.contains("limit once") ? 429 : 200;
    }

    boolean failsOnce() {
        return status() > 400;
    }

    boolean breaks() {
        return said.contains("break");
    }

    boolean neverEnds() {
        return said.contains("for ever");
    }

    boolean ends() {
        return !breaks() && !neverEnds();
    }

    private static String toolsSaid(List<ObjectNode> messages) {
        List<ObjectNode> tools = messages.stream()
                .filter(message -> message.path("role").asText().equals("tool"))
                .toList();
        return tools.stream().map(MessageText::of).collect(Collectors.joining(", "));
    }

    private static String firstTool(JsonNode request) {
        JsonNode tool = request.path("tools").path(0);
        return tool.path("function").path("name").asText(tool.path("name").asText("get_weather"));
    }

    private static void addTexts(String field, String text, List<ObjectNode> chunks) {
        for (String word : text.split("(?<= )", -1)) {
            chunks.add(chunk(JsonText.write(JsonText.object().put(field, word)), ""));
        }
    }

    /** As an upstream does that answers both calls at once. */
    private static void addCalls(List<String> cities, String tool, List<ObjectNode> chunks) {
        for (int index = 0; index < cities.size(); index++) {
            chunks.add(call(
                    index, "\"id\":\"call_" + index + "\",\"type\":\"function\",", "\"name\":\"" + tool + "\",", ""));
        }
        for (int index = 0; index < cities.size(); index++) {
            chunks.add(call(index, "", "", "{\"city\":"));
        }
        for (int index = 0; index < cities.size(); index++) {
            chunks.add(call(index, "", "", " \"" + cities.get(index) + "\"}"));
        }
    }

    private static ObjectNode call(int index, String id, String name, String arguments) {
        String text = JsonText.write(JsonText.object().textNode(arguments));
        return chunk(
                "{\"tool_calls\":[{\"index\":" + index + "," + id + "\"function\":{" + name + "\"arguments\":" + text
                        + "}}]}",
                "");
    }

    private static ObjectNode chunk(String delta, String finishReason) {
        try {
            String reason = finishReason.isEmpty() ? "null" : "\"" + finishReason + "\"";
            return (ObjectNode) JsonText.parse("{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1700000000,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"finish_reason\":" + reason + "}]}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
