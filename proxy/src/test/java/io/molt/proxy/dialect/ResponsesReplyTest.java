package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.message.JsonText;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResponsesReplyTest {

    private static final String BEGUN =
            """
            {"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}
            {"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"hm"}
            {"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","content":[]}}
            {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"ls","arguments":""}}
            {"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\\"a\\":"}
            {"type":"response.output_text.delta","output_index":1,"delta":"Let me "}
            {"type":"response.unheard_of","output_index":1,"delta":"no"}
            {"type":"response.function_call_arguments.delta","output_index":2,"delta":"1}"}
            {"type":"response.output_text.delta","output_index":1,"delta":"look."}""";

    private static final String MESSAGE = "{\"role\":\"assistant\",\"content\":\"Let me look.\","
            + "\"reasoning_content\":\"hm\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"ls\",\"arguments\":\"{\\\"a\\\":1}\"}}]}";

    @Test
    void deltas_alone_are_a_message() throws IOException {
        ResponsesReply reply = read(BEGUN);

        assertThat(JsonText.write(reply.message())).isEqualTo(MESSAGE);
        assertThat(reply.whole()).isFalse();
        assertThat(reply.finishReason()).isEmpty();
        assertThat(reply.id()).isEqualTo("resp_1");
    }

    @Test
    void whole_items_count_for_more_than_their_deltas() throws IOException {
        ResponsesReply reply = read(
                BEGUN
                        + """

                {"type":"response.output_item.done","output_index":2,"item":{"type":"custom_tool_call","call_id":"c1","name":"ls","input":"x"}}
                {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":3}}}""");

        assertThat(reply.message().at("/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"input\":\"x\"}");
        assertThat(reply.whole()).isTrue();
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.usage()).isEqualTo(new Usage(9, 4, 3, 0));
    }

    @Test
    void an_answer_in_one_piece_is_the_same_message() throws IOException {
        ResponsesReply reply = read("{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"incomplete\","
                + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"error\":null,\"output\":["
                + "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}]},"
                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Let me look.\"}]},"
                + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"ls\",\"arguments\":\"{\\\"a\\\":1}\"}]}");

        assertThat(JsonText.write(reply.message())).isEqualTo(MESSAGE);
        assertThat(reply.finishReason()).isEqualTo("length");
        assertThat(reply.whole()).isTrue();
        assertThat(reply.error()).isEmpty();
    }

    @Test
    void a_failure_keeps_what_was_said_before_it() throws IOException {
        ResponsesReply reply = read(BEGUN
                + "\n{\"type\":\"response.failed\",\"response\":{\"id\":\"resp_1\",\"status\":\"failed\","
                + "\"error\":{\"code\":\"server_error\",\"message\":\"no\"}}}");

        assertThat(JsonText.write(reply.message())).isEqualTo(MESSAGE);
        assertThat(reply.error()).isEqualTo("server_error");
        assertThat(reply.finishReason()).isEqualTo("failed");
        assertThat(reply.whole()).isTrue();
    }

    private static ResponsesReply read(String events) throws IOException {
        ResponsesReply reply = new ResponsesReply();
        for (String event : events.lines().toList()) {
            reply.read(JsonText.parse(event));
        }
        return reply;
    }
}
