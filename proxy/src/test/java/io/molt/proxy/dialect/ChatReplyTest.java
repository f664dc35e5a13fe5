package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.schemas.turn.Sampled;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChatReplyTest {

    @Test
    void a_streamed_tool_call_is_the_message_that_the_client_will_send_again() throws IOException {
        ChatReply reply = new ChatReply();

        reply.read(JsonText.parse("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,"
                + "\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"ls\","
                + "\"arguments\":\"\"}}]}}]}"));
        reply.read(JsonText.parse("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                + "{\"arguments\":\"{\\\"a\\\":\"}}]}}]}"));
        reply.read(JsonText.parse("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                + "{\"arguments\":\"1}\"}}]},\"finish_reason\":\"tool_calls\"}]}"));

        String sentAgain = "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"ls\",\"arguments\":\"{ \\\"a\\\" : 1 }\"}}]}";
        assertThat(reply.whole()).isTrue();
        assertThat(reply.finishReason()).isEqualTo("tool_calls");
        assertThat(Message.of(reply.message()).context().matchHash())
                .isEqualTo(Message.of(JsonText.parse(sentAgain)).context().matchHash());
    }

    @Test
    void tokens_without_their_log_probabilities_are_not_known() throws IOException {
        ChatReply reply = new ChatReply();

        reply.read(JsonText.parse("{\"prompt_token_ids\":[1],\"choices\":[{\"message\":{\"content\":\"a\"},"
                + "\"token_ids\":[2,3],\"logprobs\":{\"content\":[{\"logprob\":-1}]},\"finish_reason\":\"stop\"}]}"));

        assertThat(reply.sampled(1, 100)).isEqualTo(Sampled.UNKNOWN);
        assertThat(reply.sampled(1, 1)).isEqualTo(Sampled.UNKNOWN);
    }

    @Test
    void an_answer_is_whole_when_every_choice_that_began_has_a_finish_reason() throws IOException {
        ChatReply reply = new ChatReply();
        assertThat(reply.whole()).isFalse();

        reply.read(JsonText.parse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},"
                + "{\"index\":1,\"delta\":{\"content\":\"b\"}}]}"));
        reply.read(JsonText.parse("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
        assertThat(reply.whole()).isFalse();

        reply.read(JsonText.parse("{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}"));
        assertThat(reply.whole()).isTrue();
        assertThat(reply.message().path("content").asText()).isEqualTo("a");
    }
}
