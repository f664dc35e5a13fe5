package io.molt.proxy.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import io.molt.proxy.sdk.SdkRoutes.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;

/** Anthropic's official Java client. */
class AnthropicSdkTest {

    @OnEveryRoute
    void an_answer_in_one_piece_and_streamed_is_the_same(Route route) {
        AnthropicClient client = client(route);

        Message whole = client.messages().create(ask("@think").build()).validate();
        Message streamed = stream(client, ask("@think").build()).validate();

        assertThat(text(whole)).isEqualTo("Hello there, friend.").isEqualTo(text(streamed));
        assertThat(streamed.content().get(0).asThinking().thinking()).isEqualTo("It is a greeting.");
        assertThat(streamed.stopReason()).contains(StopReason.END_TURN);
        assertThat(whole.usage().cacheReadInputTokens()).contains(100L);
        client.close();
    }

    @OnEveryRoute
    void parallel_tools(Route route) {
        AnthropicClient client = client(route);
        MessageCreateParams.Builder ask = ask("@two-cities")
                .addTool(Tool.builder()
                        .name("get_weather")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build());

        Message first = stream(client, ask.build());
        List<ContentBlockParam> results = first.content().stream()
                .filter(ContentBlock::isToolUse)
                .map(block -> result(block.asToolUse()))
                .toList();
        ask.addMessage(first).addUserMessageOfContentBlockParams(results);
        Message second = client.messages().create(ask.build());

        assertThat(first.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(text(second)).isEqualTo("The tool says: {city=Rome}, {city=Oslo}");
        client.close();
    }

    @OnEveryRoute
    void a_refusal_is_an_error_and_a_failure_is_tried_again(Route route) {
        AnthropicClient client = client(route);

        assertThatThrownBy(() -> client.messages().create(ask("@refuse").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("scripted 400");
        Message answer =
                client.messages().create(ask("@fail-once anthropic-" + route).build());

        assertThat(text(answer)).isEqualTo("Hello there, friend.");
        client.close();
    }

    @OnEveryRoute
    void a_stream_that_breaks_off_is_an_error(Route route) {
        AnthropicClient client = client(route);

        assertThatThrownBy(() -> stream(client, ask("@break").build())).isNotNull();
        client.close();
    }

    @OnEveryRoute
    void a_stream_that_is_closed_early_is_closed_at_the_upstream(Route route) {
        AnthropicClient client = client(route);

        try (StreamResponse<RawMessageStreamEvent> stream = client.messages()
                .createStreaming(ask("@for-ever anthropic-" + route).build())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }

        assertThat(route.upstream().hangup("@for-ever anthropic-" + route))
                .isEqualTo(route.translated() ? "/v1/chat/completions" : "/v1/messages");
        client.close();
    }

    /** As Claude Code sends it; this client writes it into the other header. */
    @OnEveryRoute
    void a_key_in_anthropics_own_header_is_good_for_every_upstream(Route route) throws Exception {
        String hi = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(route.base() + "/v1/messages"))
                .header("x-api-key", "sk-test")
                .POST(HttpRequest.BodyPublishers.ofString(hi))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static AnthropicClient client(Route route) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(route.base())
                .apiKey("sk-test")
                .build();
    }

    private static MessageCreateParams.Builder ask(String words) {
        return MessageCreateParams.builder().model("m").maxTokens(100).addUserMessage(words);
    }

    private static Message stream(AnthropicClient client, MessageCreateParams ask) {
        MessageAccumulator answer = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(ask)) {
            stream.stream().map(RawMessageStreamEvent::validate).forEach(answer::accumulate);
        }
        return answer.message();
    }

    private static ContentBlockParam result(ToolUseBlock call) {
        return ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                .toolUseId(call.id())
                .content(call._input().toString())
                .build());
    }

    private static String text(Message message) {
        return message.content().stream()
                .filter(ContentBlock::isText)
                .map(block -> block.asText().text())
                .collect(Collectors.joining());
    }
}
