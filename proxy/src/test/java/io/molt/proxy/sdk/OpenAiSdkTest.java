package io.molt.proxy.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import io.molt.proxy.sdk.SdkRoutes.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** OpenAI's official Java client. */
class OpenAiSdkTest {

    @OnEveryRoute
    void chat_in_one_piece_and_streamed_is_the_same(Route route) {
        OpenAIClient client = client(route);
        ChatCompletionCreateParams ask = chat("hi").build();

        ChatCompletion whole = client.chat().completions().create(ask);
        ChatCompletion streamed = stream(client, ask);

        assertThat(text(whole)).isEqualTo("Hello there, friend.").isEqualTo(text(streamed));
        assertThat(whole.usage().orElseThrow().promptTokens()).isEqualTo(120);
        client.close();
    }

    @OnEveryRoute
    void chat_with_parallel_tools(Route route) {
        OpenAIClient client = client(route);
        ChatCompletionFunctionTool tool = ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("get_weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .build())
                        .build())
                .build();
        ChatCompletionCreateParams.Builder ask = chat("@two-cities").addTool(tool);

        ChatCompletion first = stream(client, ask.build());
        ask.addMessage(first.choices().get(0).message());
        first.choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .forEach(call -> ask.addMessage(result(call.asFunction())));
        ChatCompletion second = client.chat().completions().create(ask.build());

        assertThat(text(second)).isEqualTo("The tool says: {\"city\": \"Rome\"}, {\"city\": \"Oslo\"}");
        client.close();
    }

    @OnEveryRoute
    void responses_in_one_piece_and_streamed_are_the_same(Route route) {
        OpenAIClient client = client(route);
        ResponseCreateParams ask =
                ResponseCreateParams.builder().model("m").input("@think").build();

        Response whole = client.responses().create(ask).validate();
        Response streamed = stream(client, ask).validate();

        assertThat(text(whole)).isEqualTo("Hello there, friend.").isEqualTo(text(streamed));
        assertThat(streamed.status()).contains(ResponseStatus.COMPLETED);
        assertThat(streamed.output().get(0).isReasoning()).isTrue();
        client.close();
    }

    @OnEveryRoute
    void responses_with_parallel_tools(Route route) {
        OpenAIClient client = client(route);
        FunctionTool tool = FunctionTool.builder()
                .name("get_weather")
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .build())
                .strict(false)
                .build();
        ResponseCreateParams.Builder ask =
                ResponseCreateParams.builder().model("m").addTool(tool);
        List<ResponseInputItem> input = new ArrayList<>();

        Response first = stream(client, ask.input("@two-cities").build());
        for (ResponseOutputItem item : first.output()) {
            if (item.isFunctionCall()) {
                input.add(ResponseInputItem.ofFunctionCall(item.asFunctionCall()));
            }
        }
        for (ResponseOutputItem item : first.output()) {
            if (item.isFunctionCall()) {
                input.add(result(item.asFunctionCall()));
            }
        }
        Response second = client.responses().create(ask.inputOfResponse(input).build());

        assertThat(text(second)).isEqualTo("The tool says: {\"city\": \"Rome\"}, {\"city\": \"Oslo\"}");
        client.close();
    }

    @OnEveryRoute
    void a_refusal_is_an_error_and_a_failure_is_tried_again(Route route) {
        OpenAIClient client = client(route);

        assertThatThrownBy(
                        () -> client.chat().completions().create(chat("@refuse").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("scripted 400");
        ChatCompletion answer = client.chat()
                .completions()
                .create(chat("@fail-once openai-" + route).build());

        assertThat(text(answer)).isEqualTo("Hello there, friend.");
        client.close();
    }

    @OnEveryRoute
    void a_stream_that_breaks_off_is_an_error(Route route) {
        OpenAIClient client = client(route);

        assertThatThrownBy(() -> stream(client, chat("@break").build())).isNotNull();
        client.close();
    }

    @OnEveryRoute
    void a_stream_that_is_closed_early_is_closed_at_the_upstream(Route route) {
        OpenAIClient client = client(route);

        try (StreamResponse<ChatCompletionChunk> stream = client.chat()
                .completions()
                .createStreaming(chat("@for-ever openai-" + route).build())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }

        assertThat(route.upstream().hangup("@for-ever openai-" + route)).endsWith("/chat/completions");
        client.close();
    }

    private static OpenAIClient client(Route route) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(route.base() + "/v1")
                .apiKey("sk-test")
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String words) {
        return ChatCompletionCreateParams.builder().model("m").addUserMessage(words);
    }

    private static ChatCompletion stream(OpenAIClient client, ChatCompletionCreateParams ask) {
        ChatCompletionAccumulator answer = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ask)) {
            stream.stream().forEach(answer::accumulate);
        }
        return answer.chatCompletion();
    }

    private static Response stream(OpenAIClient client, ResponseCreateParams ask) {
        ResponseAccumulator answer = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(ask)) {
            stream.stream().map(ResponseStreamEvent::validate).forEach(answer::accumulate);
        }
        return answer.response();
    }

    private static ChatCompletionToolMessageParam result(ChatCompletionMessageFunctionToolCall call) {
        return ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content(call.function().arguments())
                .build();
    }

    private static ResponseInputItem result(ResponseFunctionToolCall call) {
        return ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(call.arguments())
                .build());
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().get(0).message().content().orElse("");
    }

    private static String text(Response response) {
        return response.output().stream()
                .filter(ResponseOutputItem::isMessage)
                .flatMap(item -> item.asMessage().content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }
}
