package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.Zstd;
import io.molt.proxy.ScriptedUpstream.Connection;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of the three APIs need of a proxy besides being passed through. */
class DialectsTest {

    private static final String CLAUDE =
            "{\"model\":\"claude\",\"max_tokens\":9,\"stream\":true,\"system\":[{\"type\":\"text\","
                    + "\"text\":\"Be kind.\"}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"ls\","
                    + "\"cache_control\":{\"type\":\"ephemeral\"}}]}],\"tools\":[{\"name\":\"ls\"}]}";
    private static final String CLAUDE_EVENTS =
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
                    + "\"role\":\"assistant\",\"content\":[]}}\n\n: ping\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\","
                    + "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"ls\",\"input\":{}}}\n\n"
                    + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                    + "\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":1}\"}}\n\nevent: content_block_stop\ndata: {\"type\":"
                    + "\"content_block_stop\",\"index\":0}\n\nevent: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{"
                    + "\"stop_reason\":\"tool_use\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    private static final String RESPONSE =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"output\":[{\"type\":"
                    + "\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}]}";
    private static final String CHAT =
            "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                    + "\"Hello\"},\"finish_reason\":\"stop\"}]}";

    private static void stream(Connection connection, String events) throws IOException {
        connection.head("text/event-stream");
        connection.chunk(events);
        connection.end();
    }

    @Test
    void claude_code_passes_with_its_query_and_headers_and_its_tool_call_is_recorded_as_chat() throws Exception {
        try (Started molt = Started.untrained("messages", (request, connection) -> stream(connection, CLAUDE_EVENTS))) {
            HttpResponse<byte[]> response = molt.client()
                    .send(
                            "/v1/messages?beta=true",
                            CLAUDE.getBytes(UTF_8),
                            "x-claude-code-session-id",
                            "s1",
                            "x-api-key",
                            "sk-ant",
                            "anthropic-beta",
                            "a,b");

            ScriptedUpstream.Asked asked = molt.upstream().asked.take();
            assertThat(new String(response.body(), UTF_8)).isEqualTo(CLAUDE_EVENTS);
            assertThat(asked.line()).isEqualTo("POST /v1/messages?beta=true HTTP/1.1");
            assertThat(asked.headers())
                    .containsIgnoringCase("x-api-key: sk-ant")
                    .contains("anthropic-beta: a,b");
            assertThat(asked.body()).isEqualTo(CLAUDE.getBytes(UTF_8));
            TurnRequested requested = molt.turns().requested();
            TurnAnswered answered = molt.turns().answered();
            assertThat(requested.turn().sessionId()).isEqualTo("s1");
            assertThat(requested.kind()).isEqualTo(TurnKind.MAIN);
            assertThat(requested.context()).extracting("role").containsExactly("system", "user");
            assertThat(requested.bodies()).extracting("text").containsExactly("Be kind.", "ls");
            assertThat(answered.ending().finishReason()).isEqualTo("tool_calls");
            assertThat(JsonText.parse(answered.reply().json())
                            .at("/tool_calls/0/function/arguments")
                            .asText())
                    .isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void a_stream_that_the_upstream_ends_too_early_is_broken_for_claude_code_too() throws Exception {
        String half = CLAUDE_EVENTS.substring(0, CLAUDE_EVENTS.indexOf("event: message_delta"));
        try (Started molt = Started.untrained("messages", (request, connection) -> stream(connection, half))) {
            assertThat(catchThrowable(() -> molt.client().send("/v1/messages", CLAUDE.getBytes(UTF_8))))
                    .isInstanceOf(IOException.class);
            molt.turns().requested();
            assertThat(molt.turns().answered().ending().error()).isEqualTo("upstream ended without a finish reason");
        }
    }

    @Test
    void a_sub_agent_has_a_session_of_its_own_and_a_title_is_a_side_turn() throws Exception {
        try (Started molt = Started.untrained("messages", (request, connection) -> stream(connection, CLAUDE_EVENTS))) {
            molt.client()
                    .send(
                            "/v1/messages",
                            CLAUDE.getBytes(UTF_8),
                            "x-claude-code-session-id",
                            "s1",
                            "x-claude-code-agent-id",
                            "a7");
            molt.client()
                    .send(
                            "/v1/messages",
                            CLAUDE.replace(",\"tools\":[{\"name\":\"ls\"}]", "").getBytes(UTF_8),
                            "x-claude-code-session-id",
                            "s1");

            assertThat(molt.turns().requested().turn().sessionId()).isEqualTo("s1/a7");
            molt.turns().answered();
            TurnRequested title = molt.turns().requested();
            assertThat(title.turn().sessionId()).isEqualTo("s1");
            assertThat(title.kind()).isEqualTo(TurnKind.SIDE);
        }
    }

    @Test
    void a_response_that_goes_on_from_another_by_its_id_is_recorded_with_what_was_said_before() throws Exception {
        try (Started molt =
                Started.untrained("responses", (request, connection) -> connection.whole(200, "", RESPONSE))) {
            molt.client().send("/v1/responses", "{\"model\":\"m\",\"input\":\"hi\"}".getBytes(UTF_8));
            molt.client()
                    .send(
                            "/v1/responses",
                            "{\"model\":\"m\",\"input\":\"more\",\"previous_response_id\":\"resp_1\"}".getBytes(UTF_8));

            TurnRequested first = molt.turns().requested();
            molt.turns().answered();
            TurnRequested second = molt.turns().requested();
            assertThat(second.turn().sessionId()).isEqualTo(first.turn().sessionId());
            assertThat(second.context()).extracting("role").containsExactly("user", "assistant", "user");
            assertThat(second.kind()).isEqualTo(TurnKind.MAIN);
            assertThat(second.bodies()).extracting("text").containsExactly("more");
        }
    }

    @Test
    void a_reply_that_nobody_knows_makes_a_side_turn_or_a_client_that_sends_everything_again() throws Exception {
        byte[] response = "{\"model\":\"m\",\"input\":\"more\",\"previous_response_id\":\"resp_9\"}".getBytes(UTF_8);
        byte[] thread =
                ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"thread\":{\"type\":\"continue\","
                                + "\"previous_message_id\":\"msg_9\"}}")
                        .getBytes(UTF_8);
        try (Started molt =
                Started.untrained("responses", (request, connection) -> connection.whole(200, "", RESPONSE))) {
            molt.client().send("/v1/responses", response);
            assertThat(molt.turns().requested().kind()).isEqualTo(TurnKind.SIDE);
        }
        try (Started molt = Started.untrained("chat", (request, connection) -> connection.whole(200, "", CHAT))) {
            HttpResponse<byte[]> refused = molt.client().send("/v1/responses", response);
            HttpResponse<byte[]> threadRefused = molt.client().send("/v1/messages", thread);

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(JsonText.parse(refused.body()).at("/error/code").asText())
                    .isEqualTo("previous_response_not_found");
            JsonNode error = JsonText.parse(threadRefused.body());
            assertThat(threadRefused.statusCode()).isEqualTo(400);
            assertThat(error.at("/error/details/error_code").asText()).isEqualTo("thread_unsupported_request");
            assertThat(error.at("/error/details/unsupported/0").asText()).isEqualTo("thread");
            assertThat(molt.upstream().asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"zstd", "gzip"})
    void a_packed_body_is_understood_and_goes_on_unpacked(String encoding) throws Exception {
        byte[] body = ("{\"model\":\"m\",\"input\":\"" + "hi ".repeat(10_000) + "\"}").getBytes(UTF_8);
        byte[] packed = encoding.equals("zstd") ? Zstd.compress(body) : gzip(body);
        try (Started molt =
                Started.untrained("responses", (request, connection) -> connection.whole(200, "", RESPONSE))) {
            HttpResponse<byte[]> response = molt.client().send("/v1/responses", packed, "content-encoding", encoding);
            HttpResponse<byte[]> bomb =
                    molt.client().send("/v1/responses", Zstd.compress(new byte[64 << 20]), "content-encoding", "zstd");
            HttpResponse<byte[]> unknown = molt.client().send("/v1/responses", packed, "content-encoding", "br");

            ScriptedUpstream.Asked asked = molt.upstream().asked.take();
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(asked.body()).isEqualTo(body);
            assertThat(asked.headers()).doesNotContainIgnoringCase("content-encoding");
            assertThat(bomb.statusCode()).isEqualTo(413);
            assertThat(unknown.statusCode()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip", "deflate", "zstd"})
    void a_body_that_is_not_packed_as_it_says_is_answered(String encoding) throws Exception {
        byte[] plain = "{\"model\":\"m\",\"input\":\"hi hi hi hi hi\"}".getBytes(UTF_8);
        try (Started molt =
                Started.untrained("responses", (request, connection) -> connection.whole(200, "", RESPONSE))) {
            HttpResponse<byte[]> response = molt.client().send("/v1/responses", plain, "content-encoding", encoding);

            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void a_model_with_an_endless_name_is_refused() throws Exception {
        byte[] body = ("{\"model\":\"" + "m".repeat(300) + "\",\"input\":\"hi\"}").getBytes(UTF_8);
        try (Started molt =
                Started.untrained("responses", (request, connection) -> connection.whole(200, "", RESPONSE))) {
            assertThat(molt.client().send("/v1/responses", body).statusCode()).isEqualTo(400);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"zstd", "gzip"})
    void an_answer_that_comes_packed_passes_as_it_is_and_is_read_along(String encoding) throws Exception {
        byte[] packed = encoding.equals("zstd")
                ? Zstd.compress(CLAUDE_EVENTS.getBytes(UTF_8))
                : gzip(CLAUDE_EVENTS.getBytes(UTF_8));
        try (Started molt = Started.untrained("messages", (request, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: " + encoding
                    + "\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n");
            connection.piece(packed, 0, 11);
            connection.piece(packed, 11, packed.length - 11);
            connection.end();
        })) {
            HttpResponse<byte[]> response = molt.client()
                    .send("/v1/messages", CLAUDE.getBytes(UTF_8), "accept-encoding", "gzip, br;q=0.5, zstd");

            assertThat(molt.upstream().asked.take().headers()).containsIgnoringCase("accept-encoding: gzip, zstd\r\n");
            assertThat(response.body()).isEqualTo(packed);
            assertThat(response.headers().firstValue("content-encoding")).contains(encoding);
            molt.turns().requested();
            assertThat(molt.turns().answered().ending().finishReason()).isEqualTo("tool_calls");
        }
    }

    @Test
    void codex_is_told_at_once_that_there_are_no_web_sockets() throws Exception {
        try (Started molt = Started.untrained("responses", (request, connection) -> {});
                RawClient client = new RawClient(molt.proxy().port())) {
            String answer = client.ask(String.join(
                    "\r\n",
                    "GET /v1/responses HTTP/1.1",
                    "Host: localhost",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "",
                    ""));

            assertThat(answer).startsWith("HTTP/1.1 426");
            assertThat(molt.upstream().asked).isEmpty();
        }
    }

    @Test
    void tokens_are_counted_by_the_upstream_and_nothing_of_it_is_a_turn() throws Exception {
        try (Started molt = Started.untrained(
                "messages", (request, connection) -> connection.whole(200, "", "{\"input_tokens\":7}"))) {
            HttpResponse<byte[]> counted =
                    molt.client().send("/v1/messages/count_tokens?beta=true", CLAUDE.getBytes(UTF_8));

            assertThat(new String(counted.body(), UTF_8)).isEqualTo("{\"input_tokens\":7}");
            assertThat(molt.upstream().asked.take().line()).contains("/v1/messages/count_tokens?beta=true");
            assertThat(molt.turns().all()).isEmpty();
        }
    }

    @Test
    void before_a_chat_upstream_tokens_are_not_counted_and_clients_are_told_so_in_their_words() throws Exception {
        try (Started molt = Started.untrained("chat", (request, connection) -> {})) {
            HttpResponse<byte[]> refused =
                    molt.client().send("/v1/messages/count_tokens?beta=true", CLAUDE.getBytes(UTF_8));

            JsonNode error = JsonText.parse(refused.body());
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.at("/error/type").asText()).isEqualTo("not_found_error");
            assertThat(error.at("/error/message").asText()).contains("speaks chat, which cannot");
            assertThat(molt.upstream().asked).isEmpty();
            assertThat(molt.turns().all()).isEmpty();
        }
    }

    @Test
    void claude_code_finds_somebody_there() throws Exception {
        try (Started molt = Started.untrained("chat", (request, connection) -> {});
                RawClient client = new RawClient(molt.proxy().port())) {
            assertThat(client.ask("HEAD /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void other_paths_pass_with_the_clients_own_key_and_never_to_an_engine_of_molts() throws Exception {
        byte[] body = "{\"model\":\"e\",\"input\":\"x\"}".getBytes(UTF_8);
        try (Started molt =
                Started.untrained("chat", (request, connection) -> connection.whole(200, "", "{\"data\":[]}"))) {
            HttpResponse<byte[]> passed = molt.client().send("/v1/embeddings?x=1", body, "authorization", "Bearer k");

            ScriptedUpstream.Asked asked = molt.upstream().asked.take();
            assertThat(passed.statusCode()).isEqualTo(200);
            assertThat(asked.line()).isEqualTo("POST /v1/embeddings?x=1 HTTP/1.1");
            assertThat(asked.headers()).containsIgnoringCase("authorization: Bearer k");
            assertThat(asked.body()).isEqualTo(body);
        }
        try (Started molt = Started.before((request, connection) -> connection.whole(200, "", "{}"))) {
            assertThat(molt.client().send("/v1/load_lora_adapter", body).statusCode())
                    .isEqualTo(404);
            assertThat(molt.upstream().asked).isEmpty();
        }
    }

    @Test
    void another_path_is_asked_again_where_the_upstream_has_just_closed_its_connection() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Started molt = Started.untrained("chat", (request, connection) -> {
            if (!first.getAndSet(false)) {
                connection.whole(200, "", "{\"data\":[]}");
            }
        })) {
            assertThat(molt.client()
                            .send("/v1/embeddings", "{}".getBytes(UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void errors_speak_the_clients_language_and_pass_with_their_headers() throws Exception {
        try (Started molt = Started.untrained(
                "messages",
                (request, connection) -> connection.whole(
                        529, "retry-after: 3\r\nx-should-retry: true\r\nrequest-id: r1\r\n", "{\"type\":\"error\"}"))) {
            HttpResponse<byte[]> busy = molt.client().send("/v1/messages", CLAUDE.getBytes(UTF_8));
            HttpResponse<byte[]> bad = molt.client().send("/v1/messages", "{".getBytes(UTF_8));

            assertThat(busy.statusCode()).isEqualTo(529);
            assertThat(busy.headers().firstValue("retry-after")).contains("3");
            assertThat(busy.headers().firstValue("x-should-retry")).contains("true");
            assertThat(busy.headers().firstValue("request-id")).contains("r1");
            assertThat(JsonText.parse(bad.body()).path("type").asText()).isEqualTo("error");
            assertThat(JsonText.parse(bad.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
    }

    @Test
    void models_are_listed_as_each_kind_of_client_knows_them() throws Exception {
        try (Started molt = Started.untrained(
                "messages", (request, connection) -> connection.whole(200, "", "{\"data\":[{\"id\":\"claude\"}]}"))) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + molt.proxy().port() + "/v1/models?limit=1000"))
                    .header("anthropic-version", "2023-06-01")
                    .build();
            JsonNode models = JsonText.parse(molt.client()
                    .http()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body());

            assertThat(models.path("data"))
                    .extracting(model -> model.path("id").asText())
                    .isEqualTo(List.of("molt", "claude"));
            assertThat(models.path("has_more").asBoolean(true)).isFalse();
            assertThat(molt.upstream().asked.take().line()).contains("?limit=1000");
        }
    }

    @Test
    void an_anthropic_client_talks_to_a_policy_that_speaks_chat() throws Exception {
        try (Started molt = Started.before((request, connection) -> connection.whole(200, "", CHAT))) {
            String body = CLAUDE.replace("\"claude\"", "\"molt\"").replace("\"stream\":true,", "");

            HttpResponse<byte[]> response = molt.client().send("/v1/messages", body.getBytes(UTF_8));

            JsonNode asked = molt.upstream().asked.take().json();
            JsonNode message = JsonText.parse(response.body());
            assertThat(asked.path("model").asText()).isEqualTo("base");
            assertThat(asked.path("return_token_ids").asBoolean()).isTrue();
            assertThat(asked.at("/messages/1/content").asText()).isEqualTo("ls");
            assertThat(message.path("type").asText()).isEqualTo("message");
            assertThat(message.at("/content/0/text").asText()).isEqualTo("Hello");
            assertThat(response.headers().firstValue("x-molt-policy")).contains("base");
            molt.turns().requested();
            assertThat(molt.turns().answered().reply().text()).isEqualTo("Hello");
        }
    }
}
