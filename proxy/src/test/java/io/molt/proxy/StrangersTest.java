package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.access.ClientKey;
import io.molt.proxy.access.KeysFile;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes without being meant, and too many at once. */
class StrangersTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";

    private static Started started(AccessConfig access) throws Exception {
        return Started.before(
                new ScriptedUpstream((request, connection) -> connection.whole(200, "", ANSWER)),
                Protection.none().with(access));
    }

    @Test
    void a_web_page_can_neither_ask_nor_tell_how_a_session_went_nor_read_anything() throws Exception {
        String outcome = "{\"session_id\":\"s\",\"value\":-1}";
        try (Started molt = started(AccessConfig.open())) {
            List<HttpResponse<byte[]>> fromPages = List.of(
                    molt.client().send("/v1/chat/completions", HELLO.getBytes(UTF_8), "origin", "https://example.com"),
                    molt.client().send("/v1/messages", HELLO.getBytes(UTF_8), "origin", "null"),
                    molt.client().send("/v1/outcomes", outcome.getBytes(UTF_8), "origin", "https://example.com"));
            List<String> rebound = new ArrayList<>();
            for (String path : List.of("/metrics", "/healthz", "/v1/models")) {
                try (RawClient raw = new RawClient(molt.proxy().port())) {
                    rebound.add(raw.ask("GET " + path + " HTTP/1.1\r\nhost: rebound.example.com:8800\r\n\r\n"));
                }
            }
            JsonNode openAi = JsonText.parse(fromPages.get(0).body());
            JsonNode anthropic = JsonText.parse(fromPages.get(1).body());

            assertThat(fromPages).allMatch(response -> response.statusCode() == 400);
            assertThat(rebound).allMatch(answer -> answer.startsWith("HTTP/1.1 400 "));
            assertThat(openAi.at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(anthropic.path("type").asText()).isEqualTo("error");
            assertThat(molt.upstream().asked).isEmpty();
            assertThat(molt.turns().all()).isEmpty();
            assertThat(molt.client().get("/metrics").body())
                    .contains("molt_requests_refused_total{reason=\"foreign\"} 6.0");
        }
    }

    @Test
    void a_program_with_a_browsers_headers_is_no_web_page() throws Exception {
        try (Started molt = started(AccessConfig.open())) {
            assertThat(molt.client()
                            .chat(HELLO, "sec-fetch-mode", "cors", "accept-language", "*")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(molt.client()
                            .chat(HELLO, "origin", "http://localhost:3000")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void where_keys_are_needed_metrics_are_shown_to_their_owners_only_and_any_name_may_be_asked(@TempDir Path directory)
            throws Exception {
        KeysFile keys = new KeysFile(directory.resolve("keys"));
        ClientKey.Drawn drawn = ClientKey.draw("amy", "", Optional.empty(), Started.NOW, new SecureRandom());
        keys.add(drawn.key());
        try (Started molt = started(new AccessConfig(true, keys.path().toString(), 9));
                RawClient raw = new RawClient(molt.proxy().port())) {
            assertThat(molt.client().get("/metrics").statusCode()).isEqualTo(401);
            assertThat(molt.client()
                            .get("/metrics", "authorization", "Bearer " + drawn.text())
                            .body())
                    .contains("molt_connections");
            assertThat(molt.client().get("/healthz").statusCode()).isEqualTo(200);
            assertThat(raw.ask("GET /metrics HTTP/1.1\r\nhost: molt.example.com\r\nx-api-key: " + drawn.text()
                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** The proxy holds 24 MB of bodies here, half of them for several of one caller. */
    @Test
    void bodies_beyond_what_memory_may_hold_are_told_to_come_again_and_places_are_given_back() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        byte[] body = HELLO.replace("hi", "x".repeat(4 << 20)).getBytes(UTF_8);
        try (Started molt = Started.before((request, connection) -> {
            enough.await();
            connection.whole(200, "", ANSWER);
        })) {
            CountDownLatch refused = new CountDownLatch(18);
            List<CompletableFuture<HttpResponse<String>>> asking = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                asking.add(molt.client()
                        .http()
                        .sendAsync(
                                molt.client().post("/v1/chat/completions", body), HttpResponse.BodyHandlers.ofString())
                        .whenComplete((response, failure) -> refused.countDown()));
            }
            CompletableFuture.anyOf(asking.toArray(CompletableFuture[]::new)).get();
            long held = heldBytes(molt);
            assertThat(refused.await(1, TimeUnit.MINUTES)).isTrue();
            enough.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> each : asking) {
                HttpResponse<String> response = each.get();
                statuses.add(response.statusCode());
                assertThat(response.headers().firstValue("retry-after").isPresent())
                        .isEqualTo(response.statusCode() == 429);
            }

            assertThat(held).isBetween(1L, 12L << 20);
            assertThat(statuses)
                    .containsOnly(200, 429)
                    .filteredOn(status -> status == 200)
                    .hasSize(2);
            assertThat(molt.client().chat(HELLO).statusCode()).isEqualTo(200);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (heldBytes(molt) > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait(); // a client may have its answer a moment before its place is free
            }
            assertThat(heldBytes(molt)).isZero();
        }
    }

    /** The proxy holds 24 MB of bodies here. */
    @Test
    void streams_under_way_hold_no_bodies_however_many_and_long_they_are() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        String hello = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");
        byte[] body = hello.replace("hi", "x".repeat(4 << 20)).getBytes(UTF_8);
        List<HttpResponse<InputStream>> streams = new ArrayList<>();
        try (Started molt = Started.before((request, connection) -> {
            connection.head("text/event-stream");
            connection.event("{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"so\"}}]}");
            seen.await();
            connection.event("{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            connection.end();
        })) {
            for (int n = 0; n < 10; n++) {
                streams.add(molt.client()
                        .http()
                        .send(
                                molt.client().post("/v1/chat/completions", body),
                                HttpResponse.BodyHandlers.ofInputStream()));
            }
            long held = heldBytes(molt);
            seen.countDown();

            assertThat(streams).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(held).isZero();
            for (HttpResponse<InputStream> stream : streams) {
                try (InputStream answer = stream.body()) {
                    assertThat(new String(answer.readAllBytes(), UTF_8)).contains("\"so\"", "\"stop\"");
                }
            }
        }
    }

    @Test
    void a_message_of_many_megabytes_passes_whole_and_is_recorded_by_its_ends() throws Exception {
        String text = "first" + "x".repeat(7 << 20) + "last";
        byte[] body = HELLO.replace("hi", text).getBytes(UTF_8);
        try (Started molt = started(AccessConfig.open())) {
            int status = molt.client()
                    .send("/v1/chat/completions", body, "x-session-id", "s")
                    .statusCode();
            StringBuilder recorded = new StringBuilder();
            TurnEvent event = molt.turns().next();
            for (; event instanceof MessageChunk chunk; event = molt.turns().next()) {
                recorded.append(chunk.text());
            }

            assertThat(status).isEqualTo(200);
            assertThat(molt.upstream().asked.take().body()).isEqualTo(body);
            assertThat(((TurnRequested) event).context()).extracting("role").containsExactly("user");
            assertThat(recorded.toString()).contains("content").contains("firstxx", "xxlast", "[...]");
            assertThat(recorded.length()).isLessThan(300_000);
        }
    }

    private static long heldBytes(Started molt) throws Exception {
        return molt.client().metric("molt_request_body_bytes");
    }
}
