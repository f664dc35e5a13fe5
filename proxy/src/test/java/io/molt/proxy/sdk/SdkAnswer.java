package io.molt.proxy.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageHashes;
import io.molt.proxy.message.MessageText;
import io.molt.proxy.vendor.Said;
import io.molt.proxy.vendor.Said.Call;
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
 * @param asked the user's last command; empty if there is none
 * @param said what is answered if nothing is to go wrong
 */
record SdkAnswer(String asked, Said said) {

    private static final Pattern COMMAND =
            Pattern.compile("@([a-z]+(?:-[a-z]+)*)(?: ([\\w-]+))?(?: (\\w+)=([^\\s\"'\\\\]+))?");

    static SdkAnswer to(List<ObjectNode> messages, JsonNode request) {
        List<ObjectNode> lasting = new ArrayList<>(messages);
        while (!lasting.isEmpty() && takesNoPart(lasting.get(lasting.size() - 1))) {
            lasting.remove(lasting.size() - 1);
        }
        boolean afterTool = !lasting.isEmpty()
                && lasting.get(lasting.size() - 1).path("role").asText().equals("tool");
        Optional<MatchResult> command = afterTool ? Optional.empty() : command(lasting);
        String asked = command.map(MatchResult::group).orElse("");
        List<Call> calls = command.map(found -> calls(found, request)).orElse(List.of());
        String text = calls.isEmpty() ? "Hello there, friend." : "Let me look.";
        String finish = asked.startsWith("@cut-short") ? "length" : calls.isEmpty() ? "stop" : "tool_calls";
        Said said = new Said(
                "7",
                asked.startsWith("@think") ? "It is a greeting." : "",
                afterTool ? "The tool says: " + toolsSaid(lasting) : text,
                calls,
                finish);
        return new SdkAnswer(asked, said);
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
        boolean custom = first.path("type").asText().equals("custom");
        Call rome = new Call(tool, "{\"city\": \"Rome\"}", custom);
        return switch (command.group(1)) {
            case "weather" -> List.of(rome);
            case "two-cities" -> List.of(rome, new Call(tool, "{\"city\": \"Oslo\"}", custom));
            case "use" -> request.path("tools").findValuesAsText("name").contains(command.group(2))
                    ? List.of(new Call(
                            command.group(2),
                            JsonText.write(JsonText.object().put(command.group(3), command.group(4))),
                            false))
                    : List.of();
            default -> List.of();
        };
    }

    int status() {
        return asked.startsWith("@refuse")
                ? 400
                : asked.startsWith("@fail-once") ? 500 : asked.startsWith("@limit-once") ? 429 : 200;
    }

    boolean failsOnce() {
        return status() > 400;
    }

    boolean breaks() {
        return asked.startsWith("@break");
    }

    boolean neverEnds() {
        return asked.startsWith("@for-ever");
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
}
