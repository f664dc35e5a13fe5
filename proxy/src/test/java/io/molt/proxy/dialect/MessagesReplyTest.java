package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.message.JsonText;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessagesReplyTest {

    @Test
    void parallel_tool_calls_are_put_together_by_their_index() throws IOException {
        MessagesReply reply = read(
                """
                {"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":12,"cache_read_input_tokens":1000,"cache_creation_input_tokens":200,"output_tokens":1}}}
                {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
                {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}
                {"type":"ping"}
                {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"ls","input":{}}}
                {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","name":"pwd","input":{}}}
                {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}
                {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\": "}}
                {"type":"a_new_event","index":1}
                {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"1.0}"}}
                {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":25}}""");

        assertThat(JsonText.write(reply.message()))
                .isEqualTo(
                        "{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"hm\",\"tool_calls\":["
                                + "{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"ls\",\"arguments\":\"{\\\"a\\\":1.0}\"}},"
                                + "{\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"pwd\",\"arguments\":\"{}\"}}]}");
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(reply.whole()).isTrue();
        assertThat(reply.id()).isEqualTo("msg_1");
        assertThat(reply.usage()).isEqualTo(new Usage(1212, 1000, 25, 0));
    }

    @Test
    void an_error_in_the_middle_leaves_what_was_said_and_is_not_whole() throws IOException {
        MessagesReply reply = read(
                """
                {"type":"message_start","message":{"id":"msg_1"}}
                {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}
                {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"ls","input":{}}}
                {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"a"}}
                {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");

        assertThat(reply.whole()).isFalse();
        assertThat(reply.error()).isEqualTo("overloaded_error");
        assertThat(reply.finishReason()).isEmpty();
        assertThat(reply.message().path("content").asText()).isEqualTo("half");
        assertThat(reply.message().at("/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"a");
    }

    @Test
    void a_message_that_stops_without_a_reason_is_whole() throws IOException {
        MessagesReply reply =
                read("{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}\n{\"type\":\"message_stop\"}");

        assertThat(reply.whole()).isTrue();
        assertThat(reply.finishReason()).isEmpty();
    }

    @Test
    void an_unknown_stop_reason_passes_as_it_is() throws IOException {
        MessagesReply reply = read("{\"type\":\"message\",\"id\":\"m\",\"stop_reason\":\"pause_turn\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"a\"}]}");

        assertThat(reply.whole()).isTrue();
        assertThat(reply.finishReason()).isEqualTo("pause_turn");
        assertThat(reply.message().path("content").asText()).isEqualTo("a");
    }

    private static MessagesReply read(String events) throws IOException {
        MessagesReply reply = new MessagesReply();
        for (String event : events.lines().toList()) {
            reply.read(JsonText.parse(event));
        }
        return reply;
    }
}
