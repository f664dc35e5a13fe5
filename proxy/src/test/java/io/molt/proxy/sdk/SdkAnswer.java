package io.molt.proxy.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageHashes;
import io.molt.proxy.message.MessageText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the scripted upstream says. A command may be followed by a word that makes it another one.
 *
 * <pre>
 * the user's last command   the answer
 * {@code @weather}          a call of the request's first tool; after its result, what the tools said
 * {@code @two-cities}       two such calls, their deltas mixed
 * {@code @use ls path=/x}   a call of that tool with that argument, if the request has it
 * {@code @think}            reasoning, then text
 * {@code @cut-short}        ends for length
 * {@code @refuse}           400
 * {@code @fail-once}        500, and an answer when asked again
 * {@code @limit-once}       429, and an answer when asked again
 * {@code @break}            breaks off in the middle
 * {@code @for-ever}         goes on until the client hangs up
 * anything else             a text
 * </pre>
 *
 * @param said the user's last command; empty if there is none
 * @param chunks a chat completion's, the last with usage
 */
record SdkAnswer(String said, List<ObjectNode> chunks) {

    private static final Pattern COMMAND =
            Pattern.compile("@([a-z]+(?:-[a-z]+)*)(?: ([\\w-]+))?(?: (\\w+)=([^\\s\"'\\\\]+))?");

    SdkAnswer {
        chunks = List.copyOf(chunks);
    }

    /** A tool call; its arguments as JSON text. */
    private record Call(String tool, String arguments) {}

    static SdkAnswer to(List<ObjectNode> messages, JsonNode request) {
        List<ObjectNode> lasting = new ArrayList<>(messages);
        while (!lasting.isEmpty() && takesNoPart(lasting.get(lasting.size() - 1))) {
            lasting.remove(lasting.size() - 1);
        }
        boolean afterTool = !lasting.isEmpty()
                && lasting.get(lasting.size() - 1).path("role").asText().equals("tool");
        Optional<MatchResult> command = afterTool ? Optional.empty() : command(lasting);
        String said = command.map(MatchResult::group).orElse("");
        List<Call> calls = command.map(found -> calls(found, request)).orElse(List.of());
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", ""));
        if (said.startsWith("@think")) {
            addTexts("reasoning_content", "It is a greeting.", chunks);
        }
        String text = calls.isEmpty() ? "Hello there, friend." : "Let me look.";
        addTexts("content", afterTool ? "The tool says: " + toolsSaid(lasting) : text, chunks);
        addCalls(calls, chunks);
        SdkAnswer answer = new SdkAnswer(said, chunks);
        if (answer.ends()) {
            String otherwise = said.startsWith("@cut-short") ? "length" : "stop";
            chunks.add(chunk("{}", calls.isEmpty() ? otherwise : "tool_calls"));
            ObjectNode usage = chunk("{}", "");
            usage.putArray("choices");
            usage.set("usage", usage());
            chunks.add(usage);
        }
        return new SdkAnswer(said, chunks);
    }

    /** Agents put notes of their own behind what the user says. */
    private static boolean takesNoPart(JsonNode message) {
        return message.path("role").asText().equals("system") || MessageHashes.isPassing(message);
    }

    /** The last one of what the user says last, which may be several messages. */
    private static Optional<MatchResult> command(List<ObjectNode> messages) {
        for (int at = messages.size() - 1; at >= 0; at--) {
            if (!messages.get(at).path("role").asText().equals("user")) {
                break;
            }
            Optional<MatchResult> last =
                    COMMAND.matcher(MessageText.of(messages.get(at))).results().reduce((one, other) -> other);
            if (last.isPresent()) {
                return last;
            }
        }
        return Optional.empty();
    }

    private static List<Call> calls(MatchResult command, JsonNode request) {
        JsonNode first = request.path("tools").path(0);
        String tool =
                first.path("function").path("name").asText(first.path("name").asText("get_weather"));
        Call rome = new Call(tool, "{\"city\": \"Rome\"}");
        return switch (command.group(1)) {
            case "weather" -> List.of(rome);
            case "two-cities" -> List.of(rome, new Call(tool, "{\"city\": \"Oslo\"}"));
            case "use" -> request.path("tools").findValuesAsText("name").contains(command.group(2))
                    ? List.of(new Call(
                            command.group(2),
                            JsonText.write(JsonText.object().put(command.group(3), command.group(4)))))
                    : List.of();
            default -> List.of();
        };
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
        return said.startsWith("@refuse")
                ? 400
                : said.startsWith("@fail-once") ? 500 : said.startsWith("@limit-once") ? 429 : 200;
    }

    boolean failsOnce() {
        return status() > 400;
    }

    boolean breaks() {
        return said.startsWith("@break");
    }

    boolean neverEnds() {
        return said.startsWith("@for-ever");
    }

    boolean ends() {
        return !breaks() && !neverEnds();
    }

    /** Since the assistant spoke last. */
    private static String toolsSaid(List<ObjectNode> messages) {
        StringJoiner said = new StringJoiner(", ");
        for (ObjectNode message : messages) {
            if (message.path("role").asText().equals("assistant")) {
                said = new StringJoiner(", ");
            } else if (message.path("role").asText().equals("tool")) {
                said.add(MessageText.of(message));
            }
        }
        return said.toString();
    }

    private static void addTexts(String field, String text, List<ObjectNode> chunks) {
        for (String word : text.split("(?<= )", -1)) {
            chunks.add(chunk(JsonText.write(JsonText.object().put(field, word)), ""));
        }
    }

    /** As an upstream does that says all calls at once. */
    private static void addCalls(List<Call> calls, List<ObjectNode> chunks) {
        for (int index = 0; index < calls.size(); index++) {
            String head = "\"id\":\"call_" + index + "\",\"type\":\"function\",";
            chunks.add(call(index, head, "\"name\":\"" + calls.get(index).tool() + "\",", ""));
        }
        for (int half = 0; half < 2; half++) {
            for (int index = 0; index < calls.size(); index++) {
                String arguments = calls.get(index).arguments();
                int middle = arguments.length() / 2;
                chunks.add(
                        call(index, "", "", half == 0 ? arguments.substring(0, middle) : arguments.substring(middle)));
            }
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
