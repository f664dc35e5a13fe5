package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.ScriptedUpstream.Asked;
import io.molt.proxy.ScriptedUpstream.Connection;
import io.molt.proxy.route.Route;
import io.molt.proxy.route.SwapListener;
import io.molt.schemas.adapter.AdapterServing;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.turn.TurnAnswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two proxies before one engine that refuses, hangs or loses adapters; and canaries. */
class SwapTroubleTest {

    private static final String WHOLE =
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},\"token_ids\":[1,2],\"logprobs\":{\"content\":["
                    + "{\"logprob\":-1},{\"logprob\":-2}]},\"finish_reason\":\"stop\"}]}";

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<AdapterServing> said = new ArrayList<>();

    /** How the engine loads {@code a@v2}; the rest it always does. */
    private interface Loading {
        void load(Connection connection) throws Exception;
    }

    private volatile Loading loading = SwapTroubleTest::loaded;

    private static void loaded(Connection connection) throws Exception {
        connection.whole(200, "", "{}");
    }

    private void engine(Asked request, Connection connection) throws Exception {
        boolean second = request.line().contains("/load_lora_adapter")
                && request.json().path("lora_name").asText().equals("a@v2");
        if (second) {
            loading.load(connection);
        } else {
            connection.whole(200, "", request.isChat() ? WHOLE : "{}");
        }
    }

    private Proxy proxy(ScriptedUpstream engine, RecordedTurns turns) {
        return Proxy.start(
                Started.config(engine.url()), () -> Instant.ofEpochMilli(now.get()), turns, new SwapListener() {
                    @Override
                    public void live(Route route) {}

                    @Override
                    public void said(AdapterServing serving) {
                        said.add(serving);
                    }
                });
    }

    private static String policy(Proxy proxy, String session) throws Exception {
        return ProxyClient.of(proxy)
                .chat(
                        "{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "X-Agent-Id",
                        "a",
                        "X-Session-Id",
                        session)
                .headers()
                .firstValue("x-molt-policy")
                .orElse("nobody");
    }

    private ControlRecord pin(long version, String canary, int share) {
        return new ControlRecord(
                "a",
                "pin " + version,
                ControlKind.PIN,
                Map.of("version", "" + version, "canary", canary, "share", "" + share),
                now.incrementAndGet());
    }

    private static String line(Proxy proxy, String metric) throws Exception {
        return ProxyClient.of(proxy)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(metric))
                .findFirst()
                .orElse("");
    }

    @Test
    void a_version_that_the_engine_refuses_is_tried_again_while_the_one_before_serves_through_every_proxy()
            throws Exception {
        loading = connection -> connection.whole(500, "", "{}");
        try (ScriptedUpstream engine = new ScriptedUpstream(this::engine);
                Proxy one = proxy(engine, new RecordedTurns());
                Proxy other = proxy(engine, new RecordedTurns())) {
            for (Proxy proxy : List.of(one, other)) {
                proxy.learn(Adapters.version("a", 1));
                proxy.learn(Adapters.version("a", 2));
            }

            assertThat(policy(one, "s")).isEqualTo("a@v1");
            assertThat(policy(other, "s")).isEqualTo("a@v1");
            assertThat(said)
                    .extracting(AdapterServing::reason)
                    .containsOnly("load_lora_adapter answered 500")
                    .hasSize(2);
            assertThat(line(one, "molt_adapters_waiting")).isEqualTo("molt_adapters_waiting 1.0");

            loading = SwapTroubleTest::loaded;
            now.addAndGet(1_000);
            one.swapIdle();
            other.swapIdle();

            assertThat(policy(one, "s")).isEqualTo("a@v2");
            assertThat(policy(other, "s")).isEqualTo("a@v2");
            assertThat(said).last().satisfies(last -> assertThat(last.served()).isTrue());
            assertThat(line(one, "molt_adapters_waiting")).isEqualTo("molt_adapters_waiting 0.0");
        }
    }

    @Test
    void while_an_engine_hangs_turns_are_answered_and_a_canary_can_be_called_off() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        loading = connection -> {
            hanging.countDown();
            enough.await();
        };
        try (ScriptedUpstream engine = new ScriptedUpstream(this::engine);
                Proxy proxy = proxy(engine, new RecordedTurns())) {
            proxy.learn(pin(1, "3", 99));
            proxy.learn(Adapters.version("a", 1));
            proxy.learn(Adapters.version("a", 3));
            assertThat(line(proxy, "molt_canary_share")).isEqualTo("molt_canary_share{policy=\"a@v3\"} 99.0");
            proxy.learn(pin(2, "", 0));
            CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> proxy.learn(Adapters.version("a", 2)));
            assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(policy(proxy, "s")).isEqualTo("a@v3");
            proxy.learn(pin(1, "", 0));

            assertThat(line(proxy, "molt_canary_share")).isEmpty();
            assertThat(policy(proxy, "s")).isEqualTo("a@v1");
            assertThat(swapping).isNotDone();
            enough.countDown();
            swapping.get(20, TimeUnit.SECONDS);
            assertThat(policy(proxy, "s")).isEqualTo("a@v1");
        }
    }

    @Test
    void every_proxy_draws_the_same_sessions_and_their_turns_say_which_version_answered() throws Exception {
        RecordedTurns turns = new RecordedTurns();
        try (ScriptedUpstream engine = new ScriptedUpstream(this::engine);
                Proxy one = proxy(engine, turns);
                Proxy other = proxy(engine, new RecordedTurns())) {
            for (Proxy proxy : List.of(one, other)) {
                proxy.learn(pin(1, "2", 40));
                proxy.learn(Adapters.version("a", 1));
                proxy.learn(Adapters.version("a", 2));
            }
            Map<String, String> drawn = new TreeMap<>();
            for (int n = 0; n < 30; n++) {
                drawn.put("s" + n, policy(one, "s" + n));
            }

            assertThat(drawn.values()).contains("a@v1", "a@v2");
            for (Map.Entry<String, String> session : drawn.entrySet()) {
                assertThat(policy(other, session.getKey())).isEqualTo(session.getValue());
            }
            for (int n = 0; n < 30; n++) {
                turns.requested();
                TurnAnswered answered = turns.answered();
                assertThat(answered.servedBy().policy())
                        .isEqualTo(drawn.get(answered.turn().sessionId()));
            }
            long canarys = drawn.values().stream().filter("a@v2"::equals).count();
            assertThat(line(one, "molt_canary_turns{answered_by=\"canary\""))
                    .endsWith("policy=\"a@v2\"} " + canarys + ".0");
        }
    }
}
