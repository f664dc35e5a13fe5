package io.molt.proxy.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.ChatReply;
import io.molt.proxy.dialect.MessagesHistory;
import io.molt.proxy.dialect.MessagesReply;
import io.molt.proxy.dialect.ResponsesHistory;
import io.molt.proxy.dialect.ResponsesReply;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageHashes;
import io.molt.proxy.request.BadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTranslationTest {

    private static final String TOOLS =
            """
            {"tools":[{"type":"function","name":"ls"},{"type":"custom","name":"patch"},
              {"type":"namespace","name":"agents","tools":[{"type":"function","name":"spawn"}]}]}""";

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_stream_for_a_messages_client_is_well_formed_and_says_what_the_whole_answer_says(long seed)
            throws IOException {
        List<JsonNode> chunks = ChatAnswers.chunks(new SplittableRandom(seed));
        ChatReply recorded = recorded(chunks);
        MessagesStream client = new MessagesStream();
        MessagesReply streamed = new MessagesReply();
        MessagesReply whole = new MessagesReply();

        for (JsonNode event : events(new ChatToMessages(), chunks)) {
            client.read(event.path("type").asText(), event);
            streamed.read(event);
        }
        whole.read(JsonText.parse(new ChatToMessages().whole(wholeOf(chunks))));

        String hash = MessageHashes.matchHash(recorded.message());
        assertThat(client.stopped()).isTrue();
        assertThat(MessageHashes.matchHash(streamed.message())).isEqualTo(hash);
        assertThat(MessageHashes.matchHash(whole.message())).isEqualTo(hash);
        assertThat(whole.finishReason()).isEqualTo(streamed.finishReason());
        assertThat(whole.usage()).isEqualTo(streamed.usage());
        assertThat(MessagesHistory.of(client.message()))
                .singleElement()
                .extracting(MessageHashes::matchHash)
                .isEqualTo(hash);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_stream_for_a_responses_client_is_well_formed_and_says_what_the_whole_answer_says(long seed)
            throws IOException, BadRequest {
        List<JsonNode> chunks = ChatAnswers.chunks(new SplittableRandom(seed));
        ChatReply recorded = recorded(chunks);
        ResponsesStream client = new ResponsesStream();
        ResponsesReply whole = new ResponsesReply();

        for (JsonNode event : events(new ChatToResponses(tools()), chunks)) {
            client.read(event.path("type").asText(), event);
        }
        whole.read(JsonText.parse(new ChatToResponses(tools()).whole(wholeOf(chunks))));

        String hash = MessageHashes.matchHash(recorded.message());
        ResponsesReply streamed = new ResponsesReply();
        streamed.read(client.response());
        assertThat(client.stopped()).isTrue();
        assertThat(MessageHashes.matchHash(streamed.message())).isEqualTo(hash);
        assertThat(MessageHashes.matchHash(whole.message())).isEqualTo(hash);
        assertThat(whole.finishReason()).isEqualTo(streamed.finishReason());
        assertThat(whole.usage()).isEqualTo(streamed.usage());
        List<ObjectNode> sentAgain = ResponsesHistory.of(client.response().path("output"));
        assertThat(sentAgain).hasSizeLessThanOrEqualTo(1);
        sentAgain.forEach(
                message -> assertThat(MessageHashes.matchHash(message)).isEqualTo(hash));
    }

    @Test
    void the_events_for_a_messages_client_in_full() throws IOException {
        String events = text(
                new ChatToMessages(),
                """
                {"id":"chatcmpl-7","model":"m","created":5,"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}
                {"id":"chatcmpl-7","choices":[{"index":0,"delta":{"content":"Hi"}}]}
                {"id":"chatcmpl-7","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"ls","arguments":"{}"}}]}}]}
                {"id":"chatcmpl-7","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
                {"id":"chatcmpl-7","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}""");

        assertThat(events)
                .isEqualTo(
                        """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_7","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c1","name":"ls","input":{}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":1}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":3}}

                event: message_stop
                data: {"type":"message_stop"}

                """);
    }

    @Test
    void a_namespaces_tool_and_a_custom_tool_come_back_as_the_client_named_them() throws Exception {
        ChatToResponses answer = new ChatToResponses(tools());

        JsonNode response = JsonText.parse(
                answer.whole(
                        JsonText.parse(
                                """
                {"id":"chatcmpl-7","created":5,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{
                  "role":"assistant","content":null,"reasoning":"hm","tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"agents__spawn","arguments":"{}"}},
                  {"id":"c2","type":"function","function":{"name":"patch","arguments":"{\\"input\\":\\"x\\"}"}}]}}]}""")));

        assertThat(JsonText.write(response.path("output")))
                .isEqualTo(
                        """
                [{"id":"rs_7_0","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},\
                {"id":"fc_7_1","type":"function_call","status":"completed","call_id":"c1","name":"spawn","namespace":"agents","arguments":"{}"},\
                {"id":"ctc_7_2","type":"custom_tool_call","status":"completed","call_id":"c2","name":"patch","input":"x"}]""");
        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(response.path("tools")).hasSize(3);
        assertThat(response.path("created_at").asLong()).isEqualTo(5);
    }

    @Test
    void a_stop_sequence_is_told_where_the_upstream_tells_it() throws IOException {
        JsonNode message = JsonText.parse(new ChatToMessages()
                .whole(JsonText.parse("{\"choices\":[{\"finish_reason\":\"stop\",\"stop_reason\":\"END\","
                        + "\"message\":{\"content\":\"a\"}}]}")));

        assertThat(message.path("stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(message.path("stop_sequence").asText()).isEqualTo("END");
    }

    @Test
    void a_stream_that_broke_off_gets_no_clean_end() throws Exception {
        String chunk = "{\"id\":\"chatcmpl-7\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}";

        assertThat(text(new ChatToMessages(), chunk)).contains("half").doesNotContain("stop\"}");
        assertThat(text(new ChatToResponses(tools()), chunk)).contains("half").doesNotContain("completed");
    }

    @Test
    void an_error_in_the_middle_is_an_error_for_the_client_and_nothing_follows_it() throws Exception {
        String chunks =
                """
                {"id":"chatcmpl-7","choices":[{"index":0,"delta":{"content":"half"}}]}
                {"error":{"message":"busy","type":"server_error","code":429}}
                {"id":"chatcmpl-7","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

        assertThat(text(new ChatToMessages(), chunks))
                .endsWith("event: error\ndata: {\"type\":\"error\",\"error\":"
                        + "{\"type\":\"rate_limit_error\",\"message\":\"busy\"}}\n\n");
        assertThat(text(new ChatToResponses(tools()), chunks))
                .contains("event: response.failed\n")
                .contains("\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"busy\"}")
                .doesNotContain("response.completed");
    }

    @Test
    void errors_take_the_clients_shape() throws Exception {
        byte[] nested =
                "{\"error\":{\"message\":\"no model\",\"type\":\"NotFoundError\",\"param\":\"model\",\"code\":404}}"
                        .getBytes(UTF_8);
        byte[] flat = "{\"object\":\"error\",\"message\":\"too long\",\"code\":400}".getBytes(UTF_8);
        byte[] page = "<html>bad gateway</html>".getBytes(UTF_8);

        assertThat(new String(new ChatToMessages().error(404, nested), UTF_8))
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"no model\"}}");
        assertThat(new String(new ChatToMessages().error(400, flat), UTF_8))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"too long\"}}");
        assertThat(new String(new ChatToMessages().error(502, page), UTF_8))
                .isEqualTo(
                        "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"upstream answered 502\"}}");
        assertThat(new String(new ChatToResponses(tools()).error(404, nested), UTF_8))
                .isEqualTo("{\"error\":{\"message\":\"no model\",\"type\":\"NotFoundError\",\"param\":\"model\","
                        + "\"code\":\"404\"}}");
        assertThat(new String(new ChatToResponses(tools()).error(502, page), UTF_8))
                .isEqualTo("{\"error\":{\"message\":\"upstream answered 502\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":null}}");
    }

    private static ChatReply recorded(List<JsonNode> chunks) {
        ChatReply reply = new ChatReply();
        chunks.forEach(reply::read);
        return reply;
    }

    private static ObjectNode wholeOf(List<JsonNode> chunks) {
        ChatReply reply = recorded(chunks);
        return ChatAnswers.whole(
                reply.message(),
                reply.finishReason(),
                chunks.get(chunks.size() - 1).path("usage"));
    }

    private static ObjectNode tools() throws IOException {
        return (ObjectNode) JsonText.parse(TOOLS);
    }

    private static List<JsonNode> events(AnswerTranslation answer, List<JsonNode> chunks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode chunk : chunks) {
            answer.event(chunk).forEach(bytes::writeBytes);
        }
        answer.done().forEach(bytes::writeBytes);
        assertThat(answer.done()).isEmpty();
        List<String> lines = bytes.toString(UTF_8).lines().toList();
        List<JsonNode> events = new ArrayList<>();
        for (int at = 0; at < lines.size(); at += 3) {
            JsonNode data = JsonText.parse(lines.get(at + 1).substring("data: ".length()));
            assertThat(lines.get(at)).isEqualTo("event: " + data.path("type").asText());
            assertThat(lines.get(at + 2)).isEmpty();
            events.add(data);
        }
        return events;
    }

    private static String text(AnswerTranslation answer, String chunks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String chunk : chunks.lines().toList()) {
            answer.event(JsonText.parse(chunk)).forEach(bytes::writeBytes);
        }
        answer.done().forEach(bytes::writeBytes);
        return bytes.toString(UTF_8);
    }
}
