package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.dialect.Dialect;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnRequestTest {

    @Test
    void when_the_answer_begins_nothing_is_left_of_a_request_but_how_it_wants_it() throws BadRequest {
        String many =
                IntStream.range(0, 10_000).mapToObj(n -> "\"m" + n + "\":1,").collect(Collectors.joining());
        String body = "{" + many + "\"model\":\"m\",\"stream\":true,\"temperature\":0.25,\"logprobs\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + "x".repeat(100_000) + "\"}]}";
        TurnRequest request = TurnRequest.read(Dialect.CHAT, body.getBytes(UTF_8));

        TurnRequest options = request.options();

        assertThat(options.body().bytes()).hasSizeLessThan(100);
        assertThat(options.stream()).isTrue();
        assertThat(options.temperature()).isEqualTo(0.25);
        assertThat(options.wantsLogProbs()).isTrue();
        assertThat(options.wantsTokenIds()).isFalse();
        assertThat(options.model()).isEqualTo("m");
        assertThat(options.dialect()).isEqualTo(Dialect.CHAT);
    }
}
