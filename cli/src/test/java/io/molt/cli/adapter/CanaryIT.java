package io.molt.cli.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.molt.cli.control.ControlTopic;
import io.molt.cli.topic.TopicWriter;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.proxy.Proxy;
import io.molt.proxy.ProxyConfig;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.seal.ContentKeys;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Canaries by way of a real broker: through two proxies, over a restart, and with an engine that refuses. */
class CanaryIT {

    private static final String ANSWER =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"x\"},\"token_ids\":[1],"
                    + "\"logprobs\":{\"content\":[{\"logprob\":-0.5}]},\"finish_reason\":\"stop\"}]}";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private volatile String refused = "nothing";
    private HttpServer engine;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", this::answer);
        engine.start();
        ContentKeys.create(directory.resolve("keys"));
        broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
            TopicSetup.EMBEDDED.create(admin);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
        engine.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        boolean no = exchange.getRequestURI().getPath().endsWith("/load_lora_adapter") && asked.contains(refused);
        byte[] answer = ANSWER.getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(no ? 500 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Proxy proxy() {
        ProxyConfig config = ProxyConfig.from(new Settings(Map.of(
                "proxy.port", "0",
                "kafka.brokers", broker.brokers(),
                "keys.directory", directory.resolve("keys").toString(),
                "adapters.directory", directory.resolve("adapters").toString(),
                "upstream.url", "http://127.0.0.1:" + engine.getAddress().getPort() + "/v1")));
        return Proxy.start(config, Clock.systemUTC());
    }

    private void announce(long number) throws IOException {
        AdapterVersion version = Manifests.version(number);
        try (TopicWriter topic = TopicWriter.connect(broker.brokers())) {
            topic.send(Topics.ADAPTERS, version.key(), Codecs.ADAPTERS.encode(version), version.policy());
        }
    }

    private void pin(Map<String, String> arguments) throws IOException {
        try (ControlTopic control = ControlTopic.connect(broker.brokers(), Clock.systemUTC())) {
            control.send("a", ControlKind.PIN, arguments);
        }
    }

    /** Who answers a turn of each of so many sessions. */
    private Map<String, String> policies(Proxy proxy, String sessions, int count) throws Exception {
        Map<String, String> policies = new TreeMap<>();
        for (int n = 0; n < count; n++) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + proxy.port() + "/v1/chat/completions"))
                    .header("X-Agent-Id", "a")
                    .header("X-Session-Id", sessions + n)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            policies.put(
                    sessions + n, answer.headers().firstValue("x-molt-policy").orElse(""));
        }
        return policies;
    }

    private String metrics(Proxy proxy) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/metrics"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void sessions_stay_where_they_began_through_every_proxy_and_over_a_restart() throws Exception {
        announce(1);
        announce(2);
        pin(Map.of("version", "1"));
        try (Proxy other = proxy()) {
            Map<String, String> old = policies(other, "old", 20);
            Map<String, String> drawn;
            try (Proxy proxy = proxy()) {
                assertThat(old.values()).containsOnly("a@v1");
                pin(Map.of("version", "1", "canary", "2", "share", "50"));
                for (Proxy each : new Proxy[] {proxy, other}) {
                    await("canary", () -> metrics(each).contains("molt_canary_share{policy=\"a@v2\"} 50.0"));
                }

                assertThat(policies(proxy, "old", 20)).isEqualTo(old);
                drawn = policies(proxy, "new", 20);
                assertThat(drawn.values()).contains("a@v1", "a@v2");
                assertThat(policies(other, "new", 20)).isEqualTo(drawn);
            }

            try (Proxy again = proxy()) {
                assertThat(policies(again, "new", 20)).isEqualTo(drawn);
                assertThat(policies(again, "old", 20)).isEqualTo(old);
                pin(Map.of("version", "2"));
                await("promotion", () -> !metrics(again).contains("molt_canary_share"));
                assertThat(policies(again, "old", 20).values()).containsOnly("a@v2");
            }
        }
    }

    @Test
    void a_version_that_the_engine_refuses_is_on_the_topic_with_its_reason_until_it_serves() throws Exception {
        refused = "a@v2";
        announce(1);
        announce(2);
        pin(Map.of("version", "1", "canary", "2", "share", "50"));
        try (Proxy proxy = proxy()) {
            AdapterVersion second = Manifests.version(2);
            await("refusal", () -> standing(second).isPresent());

            assertThat(standing(second).orElseThrow().reason()).isEqualTo("load_lora_adapter answered 500");
            assertThat(policies(proxy, "s", 5).values()).containsOnly("a@v1");
            assertThat(metrics(proxy)).contains("molt_adapters_waiting 1.0");

            refused = "nothing";
            await("serving", () -> standing(second).isEmpty());
            assertThat(KnownVersions.read(broker.brokers()).of("a")).containsOnlyKeys(1L, 2L);
            assertThat(metrics(proxy)).contains("molt_canary_share{policy=\"a@v2\"} 50.0");
        }
    }

    private Optional<AdapterServing> standing(AdapterVersion version) {
        return WhoServes.read(broker.brokers()).refused(version);
    }
}
