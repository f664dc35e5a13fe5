package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageHashes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer is known again when its client sends it back, whatever clients were seen to change in it. */
class SentAgainTest {

    private static final List<String> TEXTS = List.of("Let me look.", "é\n", "", "\"quoted\" \\ 𝄞", " blank ");
    private static final List<String> INPUTS = List.of(
            "{}",
            "{\"path\":\"/tmp/a b\",\"lines\":[1,2]}",
            "{\"z\":1,\"a\":{\"y\":null,\"b\":[true,\"\\u00e9\"]}}",
            "{\"query\":\"{\\\"nested\\\": 1}\"}");

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_message_of_anthropics_api(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayNode blocks = blocks(random);
        MessagesReply whole = new MessagesReply();
        MessagesReply streamed = new MessagesReply();

        whole.read(JsonText.object().put("type", "message").put("id", "msg_1").set("content", blocks));
        for (JsonNode event : blockEvents(blocks, random)) {
            streamed.read(event);
        }

        String hash = MessageHashes.matchHash(whole.message());
        assertThat(MessageHashes.matchHash(streamed.message())).isEqualTo(hash);
        JsonNode again = JsonText.object().put("role", "assistant").set("content", resentBlocks(blocks, random));
        assertThat(MessagesHistory.of(again))
                .singleElement()
                .extracting(MessageHashes::matchHash)
                .isEqualTo(hash);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_response_of_openais_api(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        ArrayNode items = items(random);
        ObjectNode response = JsonText.object().put("object", "response").put("status", "completed");
        ResponsesReply whole = new ResponsesReply();
        ResponsesReply streamed = new ResponsesReply();
        ResponsesReply brokenOff = new ResponsesReply();

        whole.read(response.deepCopy().set("output", items));
        for (JsonNode event : itemEvents(items, random)) {
            streamed.read(event);
            if (!event.path("type").asText().endsWith("done")) {
                brokenOff.read(event);
            }
        }

        String hash = MessageHashes.matchHash(whole.message());
        assertThat(MessageHashes.matchHash(streamed.message())).isEqualTo(hash);
        assertThat(MessageHashes.matchHash(brokenOff.message())).isEqualTo(hash);
        assertThat(ResponsesHistory.of(resentItems(items, random)))
                .singleElement()
                .extracting(MessageHashes::matchHash)
                .isEqualTo(hash);
    }

    private static ArrayNode blocks(SplittableRandom random) throws IOException {
        ArrayNode blocks = JsonText.object().arrayNode();
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            switch (random.nextInt(3)) {
                case 0 -> blocks.addObject().put("type", "text").put("text", pick(TEXTS, random));
                case 1 -> blocks.addObject()
                        .put("type", "thinking")
                        .put("thinking", pick(TEXTS, random))
                        .put("signature", "c2ln");
                default -> blocks.addObject()
                        .put("type", "tool_use")
                        .put("id", "toolu_01" + n)
                        .put("name", "tool" + random.nextInt(3))
                        .set("input", JsonText.parse(pick(INPUTS, random)));
            }
        }
        return blocks;
    }

    /** Blocks overlap: each block's events are in order, the blocks' events are not. */
    private static List<JsonNode> blockEvents(ArrayNode blocks, SplittableRandom random) {
        List<ArrayDeque<JsonNode>> queues = new ArrayList<>();
        for (int index = 0; index < blocks.size(); index++) {
            JsonNode block = blocks.get(index);
            String type = block.path("type").asText();
            boolean tool = type.equals("tool_use");
            String delta = tool ? "partial_json" : type;
            String said = tool
                    ? JsonText.write(block.path("input"))
                    : block.path(type).asText();
            ObjectNode start = block.deepCopy();
            start.set(tool ? "input" : type, tool ? JsonText.object() : start.textNode(""));
            ArrayDeque<JsonNode> queue = new ArrayDeque<>();
            queue.add(event("content_block_start", index).set("content_block", start));
            boolean none = said.equals("{}") && random.nextBoolean();
            for (String piece : none ? List.<String>of() : pieces(said, random)) {
                queue.add(event("content_block_delta", index)
                        .set("delta", JsonText.object().put(delta, piece)));
            }
            queue.add(event("content_block_stop", index));
            queues.add(queue);
        }
        return interleaved(queues, random);
    }

    private static ObjectNode event(String type, int index) {
        return JsonText.object().put("type", type).put("index", index);
    }

    private static JsonNode resentBlocks(ArrayNode blocks, SplittableRandom random) {
        ArrayNode again = blocks.arrayNode();
        boolean dropThinking = random.nextBoolean();
        for (JsonNode block : blocks) {
            String type = block.path("type").asText();
            if (!type.equals("thinking") || !dropThinking) {
                ObjectNode copy = block.deepCopy();
                copy.replace("id", copy.textNode(block.path("id").asText().replace("_", "")));
                again.add(copy);
            }
        }
        if (again.size() == 1 && again.get(0).path("type").asText().equals("text") && random.nextBoolean()) {
            return again.get(0).path("text");
        }
        if (!again.isEmpty()) {
            ((ObjectNode) again.get(again.size() - 1))
                    .putObject("cache_control")
                    .put("type", "ephemeral");
        }
        return again;
    }

    private static ArrayNode items(SplittableRandom random) {
        ArrayNode items = JsonText.object().arrayNode();
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            ObjectNode item = items.addObject().put("status", "completed").put("id", "id_" + n);
            switch (random.nextInt(4)) {
                case 0 -> item.put("type", "message")
                        .put("role", "assistant")
                        .putArray("content")
                        .addObject()
                        .put("type", "output_text")
                        .put("text", pick(TEXTS, random))
                        .putArray("annotations");
                case 1 -> item.put("type", "reasoning")
                        .putArray("summary")
                        .addObject()
                        .put("type", "summary_text")
                        .put("text", pick(TEXTS, random));
                case 2 -> item.put("type", "function_call")
                        .put("call_id", "call_" + n)
                        .put("name", "tool" + random.nextInt(3))
                        .put("arguments", pick(INPUTS, random));
                default -> item.put("type", "custom_tool_call")
                        .put("call_id", "call_" + n)
                        .put("name", "patch")
                        .put("input", pick(TEXTS, random));
            }
        }
        return items;
    }

    private static List<JsonNode> itemEvents(ArrayNode items, SplittableRandom random) {
        List<ArrayDeque<JsonNode>> queues = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            ObjectNode start = items.get(index).deepCopy();
            String said =
                    switch (start.path("type").asText()) {
                        case "message" -> start.at("/content/0/text").asText();
                        case "reasoning" -> start.at("/summary/0/text").asText();
                        case "function_call" -> start.path("arguments").asText();
                        default -> start.path("input").asText();
                    };
            String delta =
                    switch (start.path("type").asText()) {
                        case "message" -> "response.output_text.delta";
                        case "reasoning" -> "response.reasoning_summary_text.delta";
                        case "function_call" -> "response.function_call_arguments.delta";
                        default -> "response.custom_tool_call_input.delta";
                    };
            start.remove(List.of("content", "summary", "arguments", "input"));
            ArrayDeque<JsonNode> queue = new ArrayDeque<>();
            queue.add(itemEvent("response.output_item.added", index).set("item", start));
            for (String piece : pieces(said, random)) {
                queue.add(itemEvent(delta, index).put("delta", piece));
            }
            queue.add(itemEvent("response.output_item.done", index).set("item", items.get(index)));
            queues.add(queue);
        }
        return interleaved(queues, random);
    }

    private static ObjectNode itemEvent(String type, int index) {
        return JsonText.object().put("type", type).put("output_index", index);
    }

    private static JsonNode resentItems(ArrayNode items, SplittableRandom random) {
        ArrayNode again = items.deepCopy();
        boolean bare = random.nextBoolean();
        for (JsonNode item : again) {
            if (bare && item instanceof ObjectNode object) {
                object.remove(List.of("id", "status"));
                if (object.has("role")) {
                    object.remove("type");
                    object.set("content", object.at("/content/0/text"));
                }
            }
        }
        return again;
    }

    private static List<String> pieces(String text, SplittableRandom random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + random.nextInt(1, 8));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static List<JsonNode> interleaved(List<ArrayDeque<JsonNode>> queues, SplittableRandom random) {
        List<JsonNode> events = new ArrayList<>();
        while (!queues.isEmpty()) {
            ArrayDeque<JsonNode> queue = queues.get(random.nextInt(queues.size()));
            events.add(queue.remove());
            queues.removeIf(ArrayDeque::isEmpty);
        }
        return events;
    }

    private static String pick(List<String> texts, SplittableRandom random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
