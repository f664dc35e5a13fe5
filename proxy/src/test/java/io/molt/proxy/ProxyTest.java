package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.ScriptedUpstream.Connection;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {

    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String MOLT = "{\"model\":\"molt\"," + ASK;
    private static final String MOLT_STREAM = "{\"model\":\"molt\",\"stream\":true," + ASK;

    private static final String OPENING =
            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],"
                    + "\"prompt_token_ids\":[7,8]}";
    private static final String HE = chunk("He", 1, "null");
    private static final String LLO = chunk("llo", 2, "null");
    private static final String STOP = chunk("", 3, "\"stop\"");

    private static String chunk(String text, int token, String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"token_ids\":[" + token
                + "],\"logprobs\":{\"content\":[{\"token\":\"" + text + "\",\"logprob\":-0.5}]},\"finish_reason\":"
                + reason + "}]}";
    }

    private static void hello(Connection connection) throws IOException {
        connection.head("text/event-stream");
        for (String event : List.of(OPENING, HE, LLO, STOP, "[DONE]")) {
            connection.event(event);
        }
        connection.end();
    }

    private static void whole(Connection connection) throws IOException {
        connection.whole(
                200,
                "x-request-id: r1\r\n",
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},"
                        + "\"token_ids\":[1,2],\"logprobs\":{\"content\":[{\"logprob\":-1},{\"logprob\":-2}]},"
                        + "\"finish_reason\":\"stop\"}],\"prompt_token_ids\":[9]}");
    }

    @Test
    void tokens_reach_the_client_one_by_one() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event(HE);
            seen.await();
            connection.event(STOP);
            connection.event("[DONE]");
            connection.end();
        })) {
            HttpResponse<InputStream> response = molt.client().stream(MOLT_STREAM);
            BufferedReader lines = ProxyClient.lines(response);
            String first = lines.readLine();
            seen.countDown();

            assertThat(first).contains("He");
            assertThat(lines.lines().toList()).contains("data: [DONE]");
            assertThat(response.headers().firstValue("x-molt-policy")).contains("base");
            assertThat(response.headers().firstValue("x-molt-turn"))
                    .contains(molt.turns().requested().turn().turnId());
        }
    }

    @Test
    void what_only_the_proxy_asked_for_is_recorded_and_left_out() throws Exception {
        try (Started molt = Started.before((request, connection) -> hello(connection))) {
            String body = molt.client()
                    .chat(MOLT_STREAM, "X-Agent-Id", "a", "X-Session-Id", "s")
                    .body();

            JsonNode asked = molt.upstream().asked.take().json();
            TurnRequested requested = molt.turns().requested();
            TurnAnswered answered = molt.turns().answered();
            assertThat(asked.path("model").asText()).isEqualTo("base");
            assertThat(asked.path("logprobs").asBoolean()).isTrue();
            assertThat(asked.path("return_token_ids").asBoolean()).isTrue();
            assertThat(body).doesNotContain("token_ids", "-0.5").endsWith("data: [DONE]\n\n");
            assertThat(requested.turn().agentId()).isEqualTo("a");
            assertThat(requested.turn().sessionId()).isEqualTo("s");
            assertThat(requested.keyframe()).isTrue();
            assertThat(requested.bodies()).extracting(MessageBody::text).containsExactly("hi");
            assertThat(requested.atMillis()).isEqualTo(Started.NOW);
            assertThat(answered.turn()).isEqualTo(requested.turn());
            assertThat(answered.reply().text()).isEqualTo("Hello");
            assertThat(answered.sampled())
                    .isEqualTo(
                            new Sampled(new int[] {7, 8}, new int[] {1, 2, 3}, new float[] {-0.5f, -0.5f, -0.5f}, 1));
            assertThat(answered.servedBy()).isEqualTo(new ServedBy("base", true, List.of(), 0, ""));
            assertThat(answered.ending()).isEqualTo(new Ending(200, "stop", ""));
        }
    }

    @Test
    void the_reply_is_found_again_in_the_next_request() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            molt.client().chat(MOLT, "X-Session-Id", "s");
            molt.client()
                    .chat(
                            "{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                                    + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello \"}]},"
                                    + "{\"role\":\"user\",\"content\":\"thanks\"}]}",
                            "X-Session-Id",
                            "s",
                            "X-Session-Done",
                            "true");

            molt.turns().requested();
            TurnAnswered first = molt.turns().answered();
            TurnRequested second = molt.turns().requested();
            assertThat(second.context().get(1).matchHash()).isEqualTo(first.replyMatchHash());
            assertThat(second.bodies()).extracting(MessageBody::text).containsExactly("Hello ", "thanks");
            assertThat(second.keyframe()).isFalse();
            assertThat(second.sessionDone()).isTrue();
        }
    }

    @Test
    void a_client_that_asked_for_log_probabilities_gets_them() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            HttpResponse<String> response =
                    molt.client().chat("{\"model\":\"molt\",\"logprobs\":true,\"temperature\":0.25," + ASK);

            assertThat(response.body()).contains("-2").doesNotContain("token_ids");
            assertThat(response.headers().firstValue("x-request-id")).contains("r1");
            molt.turns().requested();
            assertThat(molt.turns().answered().sampled().temperature()).isEqualTo(0.25);
        }
    }

    @Test
    void a_client_that_hangs_up_cancels_its_turn_upstream() throws Exception {
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        try (Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event(HE);
            connection.awaitHangUp();
            cancelled.complete(true);
        })) {
            HttpResponse<InputStream> response = molt.client().stream(MOLT_STREAM);
            assertThat(ProxyClient.lines(response).readLine()).contains("He");
            response.body().close();

            assertThat(cancelled.get(20, TimeUnit.SECONDS)).isTrue();
            molt.turns().requested();
            TurnAnswered answered = molt.turns().answered();
            assertThat(answered.ending()).isEqualTo(new Ending(499, "", "client hung up"));
            assertThat(answered.reply().text()).isEqualTo("He");
        }
    }

    @Test
    void a_client_that_hangs_up_before_the_first_token_cancels_its_turn_too() throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        try (Started molt = Started.before((request, connection) -> {
            asked.complete(true);
            connection.awaitHangUp();
            cancelled.complete(true);
        })) {
            CompletableFuture<?> response =
                    molt.client().http().sendAsync(molt.client().request(MOLT), HttpResponse.BodyHandlers.ofString());
            asked.get();
            response.cancel(true);

            assertThat(cancelled.get(20, TimeUnit.SECONDS)).isTrue();
            molt.turns().requested();
            assertThat(molt.turns().answered().ending().status()).isEqualTo(499);
        }
    }

    @Test
    void an_upstream_that_breaks_off_never_looks_like_an_end() throws Exception {
        try (Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event(HE);
            connection.reset();
        })) {
            assertThatThrownBy(() -> molt.client().chat(MOLT_STREAM)).isInstanceOf(IOException.class);

            molt.turns().requested();
            assertThat(molt.turns().answered().ending()).isEqualTo(new Ending(200, "", "upstream broke off"));
        }
    }

    @Test
    void an_upstream_that_ends_without_a_finish_reason_never_looks_like_an_end() throws Exception {
        try (Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event(HE);
            connection.event("[DONE]");
            connection.end();
        })) {
            assertThatThrownBy(() -> molt.client().chat(MOLT_STREAM)).isInstanceOf(IOException.class);

            molt.turns().requested();
            assertThat(molt.turns().answered().ending())
                    .isEqualTo(new Ending(200, "", "upstream ended without a finish reason"));
        }
    }

    @Test
    void an_upstream_that_is_down_is_an_error_that_clients_retry_and_a_recorded_turn() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        RecordedTurns turns = new RecordedTurns();
        try (Proxy proxy = Proxy.start(
                Started.config("http://127.0.0.1:" + free + "/v1"), () -> Instant.EPOCH, turns, route -> {})) {
            HttpResponse<String> response = ProxyClient.of(proxy).chat(MOLT);

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(JsonText.parse(response.body()).at("/error/type").asText())
                    .isEqualTo("server_error");
            turns.requested();
            assertThat(turns.answered().ending()).isEqualTo(new Ending(502, "", "upstream cannot be reached"));
            assertThat(ProxyClient.of(proxy).get("/v1/models").body()).contains("\"molt\"");
        }
    }

    @Test
    void an_error_of_the_upstream_passes_with_its_headers() throws Exception {
        try (Started molt = Started.before(
                (request, connection) -> connection.whole(429, "retry-after: 3\r\n", "{\"error\":{\"code\":\"x\"}}"))) {
            HttpResponse<String> response = molt.client().chat(MOLT_STREAM);

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after")).contains("3");
            assertThat(response.body()).isEqualTo("{\"error\":{\"code\":\"x\"}}");
            molt.turns().requested();
            assertThat(molt.turns().answered().ending()).isEqualTo(new Ending(429, "", "upstream answered 429"));
        }
    }

    @Test
    void another_model_is_forwarded_as_it_is_and_not_trained() throws Exception {
        String odd = "{ \"model\" : \"gpt-9\", \"unknown\":1.50, " + ASK;
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            String body = molt.client().chat(odd).body();

            assertThat(new String(molt.upstream().asked.take().body(), StandardCharsets.UTF_8))
                    .isEqualTo(odd);
            assertThat(body).contains("token_ids");
            molt.turns().requested();
            TurnAnswered answered = molt.turns().answered();
            assertThat(answered.servedBy()).isEqualTo(new ServedBy("gpt-9", false, List.of(), 0, ""));
            assertThat(answered.sampled()).isEqualTo(Sampled.UNKNOWN);
        }
    }

    @Test
    void identity_in_the_body_is_understood_and_taken_out() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            molt.client()
                    .chat("{\"model\":\"molt\",\"agent_id\":\"a/b\",\"session_id\":\"s\",\"turn_type\":\"side\","
                            + "\"session_done\":true,\"temperature\":0.50," + ASK);

            String asked = JsonText.write(molt.upstream().asked.take().json());
            TurnRequested requested = molt.turns().requested();
            assertThat(asked)
                    .doesNotContain("agent_id", "session_id", "turn_type", "session_done")
                    .contains("\"temperature\":0.50");
            assertThat(requested.turn().agentId()).isEqualTo("a/b");
            assertThat(requested.kind()).isEqualTo(TurnKind.SIDE);
            assertThat(requested.sessionDone()).isTrue();
            assertThat(molt.turns().answered().sampled().known()).isFalse();
        }
    }

    @Test
    void a_session_id_of_ten_kilobytes_just_works() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            HttpResponse<String> response = molt.client().chat(MOLT, "X-Session-Id", "s".repeat(10_000));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(molt.turns().requested().turn().sessionId()).matches("h-[0-9a-f]{32}");
        }
    }

    @Test
    void a_prompt_of_a_megabyte_passes_and_goes_ahead_of_its_turn_in_chunks() throws Exception {
        String content = "0123456789".repeat(100_000);
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            HttpResponse<String> response = molt.client()
                    .chat("{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(molt.upstream()
                            .asked
                            .take()
                            .json()
                            .at("/messages/0/content")
                            .asText())
                    .isEqualTo(content);
            StringBuilder text = new StringBuilder();
            TurnEvent event = molt.turns().next();
            for (; event instanceof MessageChunk chunk; event = molt.turns().next()) {
                text.append(chunk.text());
            }
            assertThat(text).hasToString(content);
            assertThat(((TurnRequested) event).bodies()).isEmpty();
        }
    }

    @Test
    void parts_that_are_no_text_pass_through() throws Exception {
        String message = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"what is this\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:x\"}}]}";
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            molt.client().chat("{\"model\":\"molt\",\"messages\":[" + message + "]}");

            assertThat(JsonText.write(molt.upstream().asked.take().json().at("/messages/0")))
                    .isEqualTo(message);
            MessageBody body = molt.turns().requested().bodies().get(0);
            assertThat(body.text()).isEqualTo("what is this");
            assertThat(body.json()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {                                                                      |          | the body must be one JSON object in UTF-8, nested at most 500 deep
        7                                                                      |          | the body must be one JSON object in UTF-8, nested at most 500 deep
        {"messages":[{"role":"user","content":"x"}]}                           | model    | model must be a model's name
        {"model":"molt"}                                                       | messages | messages must be a list of at least one message
        {"model":"molt","messages":[]}                                         | messages | messages must be a list of at least one message
        {"model":"molt","messages":["x"]}                                      | messages[0] | messages[0] must be an object with role and content
        {"model":"molt","stream":"yes","messages":[{"role":"user"}]}           | stream   | stream must be true or false
        {"model":"molt","turn_type":"x","messages":[{"role":"user"}]}          | turn_type | turn_type must be main or side
        {"model":"molt","agent_id":{},"messages":[{"role":"user"}]}            | agent_id | agent_id must be a string
        {"model":"molt","agent_id":"*","messages":[{"role":"user"}]}           | agent_id | agent_id must be 1 to 128 printable characters and not '*'
        """)
    void a_bad_request_is_refused_with_the_name_of_the_field(String body, String field, String message)
            throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            HttpResponse<String> response = molt.client().chat(body);

            JsonNode error = JsonText.parse(response.body()).path("error");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error.path("message").asText()).isEqualTo(message);
            assertThat(error.path("param").asText("")).isEqualTo(field == null ? "" : field);
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
            assertThat(molt.turns().all()).isEmpty();
        }
    }

    @Test
    void a_body_over_the_limit_and_an_unknown_path_are_refused_as_json() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            HttpResponse<String> tooLong = molt.client().chat("x".repeat(9 << 20));
            HttpResponse<String> unknown = molt.client().get("/v1/nothing");

            assertThat(tooLong.statusCode()).isEqualTo(413);
            assertThat(tooLong.body()).contains("the body is longer than 8388608 bytes");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("invalid_request_error");
        }
    }

    @Test
    void models_health_and_metrics_are_there() throws Exception {
        try (Started molt = Started.before((request, connection) -> {
            if (request.isChat()) {
                whole(connection);
            } else {
                connection.whole(200, "", "{\"object\":\"list\",\"data\":[{\"id\":\"base\"}]}");
            }
        })) {
            molt.client().chat(MOLT);

            assertThat(molt.client().get("/v1/models").body()).contains("\"molt\"", "\"base\"");
            assertThat(molt.client().get("/healthz").statusCode()).isEqualTo(200);
            assertThat(molt.client().get("/metrics").body())
                    .contains("molt_turns_total{kind=\"main\",outcome=\"whole\"} 1.0")
                    .contains("molt_capture_dropped_total 0.0")
                    .contains("molt_first_token_seconds_count 1");
        }
    }

    @Test
    void a_skill_is_injected_into_main_turns_and_never_into_side_turns() throws Exception {
        try (Started molt = Started.before((request, connection) -> whole(connection))) {
            molt.proxy()
                    .learn(new SkillVersion(
                            "a",
                            "dates",
                            2,
                            SkillStatus.ACTIVE,
                            new SkillText("Write dates as ISO 8601.", "", ""),
                            new SkillOrigin("e", 3, List.of(), List.of()),
                            1));
            molt.client().chat(MOLT, "X-Agent-Id", "a");
            molt.client().chat(MOLT, "X-Agent-Id", "a", "X-Turn-Type", "side");

            JsonNode main = molt.upstream().asked.take().json();
            JsonNode side = molt.upstream().asked.take().json();
            TurnRequested requested = molt.turns().requested();
            String rules = "Rules:\n- Write dates as ISO 8601.";
            assertThat(main.at("/messages/0/content").asText()).isEqualTo(rules);
            assertThat(side.path("messages")).hasSize(1);
            assertThat(requested.context()).hasSize(1);
            assertThat(molt.turns().answered().servedBy())
                    .isEqualTo(new ServedBy("base", true, List.of("dates@v2"), 3, rules));
            molt.turns().requested();
            assertThat(molt.turns().answered().servedBy()).isEqualTo(new ServedBy("base", true, List.of(), 3, ""));
        }
    }

    @Test
    void a_new_version_answers_the_next_turn_while_the_turn_in_flight_ends_on_the_old_one() throws Exception {
        CountDownLatch flipped = new CountDownLatch(1);
        try (Started molt = Started.before((request, connection) -> {
            if (!request.isChat()) {
                connection.whole(200, "", "{}");
            } else if (request.json().path("stream").asBoolean()) {
                connection.head("text/event-stream");
                connection.event(HE);
                flipped.await();
                connection.event(STOP);
                connection.end();
            } else {
                whole(connection);
            }
        })) {
            molt.proxy().learn(Adapters.version("a", 1));
            BufferedReader inFlight = ProxyClient.lines(molt.client().stream(MOLT_STREAM, "X-Agent-Id", "a"));
            inFlight.readLine();
            molt.proxy().learn(Adapters.version("a", 2));
            HttpResponse<String> next = molt.client().chat(MOLT, "X-Agent-Id", "a");
            flipped.countDown();

            assertThat(next.headers().firstValue("x-molt-policy")).contains("a@v2");
            assertThat(inFlight.lines().toList()).isNotEmpty();
            assertThat(molt.live()).containsExactly("a@v1", "a@v2");
            assertThat(molt.proxy().routes().get("a").version()).isEqualTo(2);
            molt.turns().requested();
            molt.turns().requested();
            assertThat(molt.turns().answered().servedBy().version()).isEqualTo(2);
            assertThat(molt.turns().answered().servedBy().version()).isEqualTo(1);
            molt.proxy().swapIdle();
            assertThat(molt.upstream().asked)
                    .extracting(ScriptedUpstream.Asked::line)
                    .last()
                    .asString()
                    .contains("unload_lora_adapter");
        }
    }

    @Test
    void an_engine_that_has_lost_its_adapter_answers_by_the_base_until_it_has_it_again() throws Exception {
        AtomicBoolean restarted = new AtomicBoolean();
        try (Started molt = Started.before((request, connection) -> {
            if (request.line().contains("load_lora_adapter")) {
                restarted.set(false);
                connection.whole(200, "", "{}");
            } else if (restarted.get() && request.json().path("model").asText().equals("a@v1")) {
                connection.whole(404, "", "{\"error\":{\"code\":\"model_not_found\"}}");
            } else {
                whole(connection);
            }
        })) {
            molt.proxy().learn(Adapters.version("a", 1));
            restarted.set(true);
            HttpResponse<String> lost = molt.client().chat(MOLT, "X-Agent-Id", "a");
            molt.proxy().swapIdle();
            HttpResponse<String> found = molt.client().chat(MOLT, "X-Agent-Id", "a");

            assertThat(lost.statusCode()).isEqualTo(200);
            assertThat(lost.headers().firstValue("x-molt-policy")).contains("base");
            assertThat(found.headers().firstValue("x-molt-policy")).contains("a@v1");
            molt.turns().requested();
            assertThat(molt.turns().answered().servedBy().policy()).isEqualTo("base");
        }
    }

    @Test
    void a_kept_connection_that_the_upstream_has_just_closed_costs_nobody_an_answer() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Started molt = Started.before((request, connection) -> {
            if (!first.getAndSet(false)) {
                whole(connection);
            }
        })) {
            assertThat(molt.client().chat(MOLT).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_proxy_that_closes_ends_the_turns_in_flight_and_records_them() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event(HE);
            closing.await();
            connection.event(STOP);
            connection.event("[DONE]");
            connection.end();
        });
        BufferedReader lines = ProxyClient.lines(molt.client().stream(MOLT_STREAM));
        lines.readLine();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(molt.proxy()::close);
        closing.countDown();

        assertThat(lines.lines().toList()).contains("data: [DONE]");
        closed.get();
        molt.turns().requested();
        assertThat(molt.turns().answered().ending().whole()).isTrue();
        molt.upstream().close();
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProxyConfig free = Started.config("http://127.0.0.1:1/v1");
            ProxyConfig config = new ProxyConfig(
                    new ProxyConfig.Address("127.0.0.1", taken.getLocalPort(), 1, 1),
                    free.upstreams(),
                    free.brokers(),
                    free.keys(),
                    free.adapters(),
                    free.capture(),
                    free.skills(),
                    free.protection(),
                    free.telemetry());

            assertThatThrownBy(() -> Proxy.start(config, () -> Instant.EPOCH, new RecordedTurns(), route -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("proxy.port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used: ");
        }
    }
}
