package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.access.ClientKey;
import io.molt.proxy.access.KeysFile;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client keys, over HTTP. */
class KeysTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";

    @TempDir
    private Path directory;

    private KeysFile keys;
    private String amys;

    @BeforeEach
    void amy_has_a_key() throws IOException {
        keys = new KeysFile(directory.resolve("keys"));
        amys = draw("amy");
    }

    private String draw(String agent) throws IOException {
        ClientKey.Drawn drawn = ClientKey.draw(agent, "", Optional.empty(), Started.NOW, new SecureRandom());
        keys.add(drawn.key());
        return drawn.text();
    }

    private Started started(boolean required, int concurrent, ScriptedUpstream.Script script) throws Exception {
        AccessConfig access = new AccessConfig(required, keys.path().toString(), concurrent);
        return Started.before(new ScriptedUpstream(script), Protection.none().with(access));
    }

    @Test
    void the_owner_of_a_key_is_its_agent_and_the_upstream_never_sees_the_key() throws Exception {
        try (Started molt = started(true, 9, (request, connection) -> connection.whole(200, "", ANSWER))) {
            assertThat(molt.client()
                            .chat(HELLO, "authorization", "Bearer " + amys)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(molt.client()
                            .chat(HELLO, "x-api-key", amys, "x-agent-id", "amy")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(molt.client()
                            .chat(HELLO, "x-api-key", amys, "authorization", "Bearer sk-mine", "x-other", "a " + amys)
                            .statusCode())
                    .isEqualTo(200);

            assertThat(molt.turns().requested().turn().agentId()).isEqualTo("amy");
            assertThat(molt.upstream().asked).hasSize(3).noneMatch(asked -> asked.headers()
                    .contains("molt_"));
            assertThat(molt.upstream().asked)
                    .filteredOn(asked -> asked.headers().contains("sk-mine"))
                    .hasSize(1);
        }
    }

    @Test
    void whoever_names_another_agent_is_told_so_by_400_since_403_would_disable_the_proxy_for_some_clients()
            throws Exception {
        try (Started molt = started(true, 9, (request, connection) -> connection.whole(200, "", ANSWER))) {
            HttpResponse<String> response =
                    molt.client().chat(HELLO, "authorization", "Bearer " + amys, "x-agent-id", "bob");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(JsonText.parse(response.body()).at("/error/type").asText())
                    .isEqualTo("invalid_request_error");
            assertThat(molt.upstream().asked).isEmpty();
            assertThat(molt.turns().all()).isEmpty();
        }
    }

    @Test
    void a_wrong_key_is_refused_in_the_words_of_either_api_without_asking_the_upstream_and_counted() throws Exception {
        try (Started molt = started(true, 9, (request, connection) -> connection.whole(200, "", ANSWER))) {
            HttpResponse<String> openAi = molt.client().chat(HELLO, "authorization", "Bearer " + amys + "x");
            HttpResponse<String> anthropic =
                    molt.client().chat(HELLO, "x-api-key", "sk-other", "anthropic-version", "2023-06-01");
            JsonNode first = JsonText.parse(openAi.body());
            JsonNode second = JsonText.parse(anthropic.body());

            assertThat(openAi.statusCode()).isEqualTo(401);
            assertThat(first.at("/error/code").asText()).isEqualTo("invalid_api_key");
            assertThat(anthropic.statusCode()).isEqualTo(401);
            assertThat(second.at("/type").asText()).isEqualTo("error");
            assertThat(second.at("/error/type").asText()).isEqualTo("authentication_error");
            assertThat(molt.client().get("/metrics", "x-api-key", amys).body())
                    .contains("molt_requests_refused_total{reason=\"key\"} 2.0");
            assertThat(molt.upstream().asked).isEmpty();
            assertThat(openAi.body() + anthropic.body()).doesNotContain(amys.substring(5, 20));
        }
    }

    @Test
    void a_revoked_key_is_refused_without_a_restart_and_without_keys_being_needed_others_still_come_in()
            throws Exception {
        try (Started molt = started(false, 9, (request, connection) -> connection.whole(200, "", ANSWER))) {
            assertThat(molt.client().chat(HELLO, "x-api-key", amys).statusCode())
                    .isEqualTo(200);
            keys.revoke("", Started.NOW);
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (molt.client().chat(HELLO, "x-api-key", amys).statusCode() != 401 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(molt.client().chat(HELLO, "x-api-key", amys).statusCode())
                    .isEqualTo(401);
            assertThat(molt.client().chat(HELLO, "x-api-key", "sk-mine").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void one_key_has_so_many_requests_in_flight_and_leaves_its_place_also_by_hanging_up() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        String bobs = draw("bob");
        try (Started molt = started(true, 1, (request, connection) -> {
            if (request.headers().contains("x-wait")) {
                arrived.countDown();
                connection.awaitHangUp();
                gone.countDown();
            } else {
                connection.whole(200, "", ANSWER);
            }
        })) {
            var waiting = molt.client()
                    .http()
                    .sendAsync(
                            molt.client().request(HELLO, "x-api-key", amys, "x-wait", "1"),
                            HttpResponse.BodyHandlers.ofString());
            arrived.await();
            HttpResponse<String> second = molt.client().chat(HELLO, "x-api-key", amys);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("retry-after")).contains("1");
            assertThat(molt.client().chat(HELLO, "x-api-key", bobs).statusCode())
                    .isEqualTo(200);
            waiting.cancel(true);
            gone.await();
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (molt.client().chat(HELLO, "x-api-key", amys).statusCode() == 429 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(molt.client().chat(HELLO, "x-api-key", amys).statusCode())
                    .isEqualTo(200);
            assertThat(molt.client().chat(HELLO, "x-api-key", amys).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void without_any_key_another_address_is_not_listened_on() {
        AccessConfig access = new AccessConfig(true, directory.resolve("none").toString(), 1);
        ProxyConfig config =
                Started.config("http://127.0.0.1:1/v1", Protection.none().with(access));

        assertThatThrownBy(() -> Proxy.start(config, () -> Instant.EPOCH, new RecordedTurns(), route -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("molt keys create");
    }
}
