package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.ScriptedUpstream.Asked;
import io.molt.proxy.ScriptedUpstream.Connection;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import java.io.BufferedReader;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** 200 versions come one after the other while 100 streams run. */
class SwapDrillTest {

    private static final int STREAMS = 100;
    private static final int SWAPS = 200;
    /** A stream lives over so many swaps. */
    private static final int LIFE = 20;

    private final AtomicInteger swapped = new AtomicInteger();
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch running = new CountDownLatch(STREAMS);
    private final Semaphore tick = new Semaphore(0);
    private volatile boolean over;

    private static String token(String text, String finish) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":" + finish
                + "}]}";
    }

    /** An engine that answers by a model as long as that is loaded, a token per swap. */
    private void engine(Asked request, Connection connection) throws Exception {
        if (request.line().contains("/load_lora_adapter")) {
            loaded.add(request.json().path("lora_name").asText());
            connection.whole(200, "", "{}");
        } else if (request.line().contains("/unload_lora_adapter")) {
            loaded.remove(request.json().path("lora_name").asText());
            connection.whole(200, "", "{}");
        } else if (request.json().path("stream").asBoolean()) {
            speak(request.json().path("model").asText(), connection);
        } else {
            connection.whole(
                    200,
                    "",
                    "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},\"token_ids\":[1,2],\"logprobs\":{\"content\":["
                            + "{\"logprob\":-1},{\"logprob\":-2}]},\"finish_reason\":\"stop\"}]}");
        }
    }

    private void speak(String model, Connection connection) throws Exception {
        int until = swapped.get() + LIFE;
        connection.head("text/event-stream");
        connection.event(token(model + " ", "null"));
        running.countDown();
        while (swapped.get() < until && !over) {
            tick.tryAcquire(20, TimeUnit.MILLISECONDS);
            if (!loaded.contains(model)) {
                faults.add(model + " was unloaded while it spoke");
            }
            connection.event(token(model + " ", "null"));
        }
        connection.event(token("", "\"stop\""));
        connection.event("[DONE]");
        connection.end();
    }

    @Test
    void two_hundred_swaps_break_no_stream_and_hold_none_and_each_ends_on_the_version_it_began_with() throws Exception {
        drill(molt -> {
            for (int version = 2; version <= SWAPS + 1; version++) {
                molt.proxy().learn(Adapters.version("a", version));
                swapped(molt);
            }
            assertThat(molt.live()).hasSize(SWAPS + 1);
            return SWAPS + 1;
        });
    }

    /** Two flips each, and of every five one is called off. */
    @Test
    void a_hundred_canaries_that_come_and_are_promoted_or_called_off_break_no_stream_either() throws Exception {
        drill(molt -> {
            int main = 1;
            for (int version = 2; version <= SWAPS / 2 + 1; version++) {
                molt.proxy().learn(pin(version, Map.of("canary", "" + version, "share", "50", "version", "" + main)));
                molt.proxy().learn(Adapters.version("a", version));
                swapped(molt);
                if (version % 5 == 0) {
                    assertThat(policies(molt, version)).containsExactlyInAnyOrder("a@v" + main, "a@v" + version);
                } else {
                    main = version;
                }
                molt.proxy().learn(pin(version, Map.of("version", "" + main)));
                swapped(molt);
            }
            return main;
        });
    }

    /** Who answers 30 sessions that begin now; the chance that one of two is not among them is 1 in 2^30. */
    private static Set<String> policies(Started molt, int version) throws Exception {
        Set<String> policies = new HashSet<>();
        for (int n = 0; n < 30; n++) {
            String body = "{\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            String session = "v" + version + "-" + n;
            HttpResponse<String> answer = molt.client().chat(body, "X-Agent-Id", "a", "X-Session-Id", session);
            policies.add(answer.headers().firstValue("x-molt-policy").orElse("nobody"));
        }
        return policies;
    }

    private static ControlRecord pin(int version, Map<String, String> arguments) {
        return new ControlRecord("a", "pin " + version, ControlKind.PIN, arguments, version);
    }

    private void swapped(Started molt) {
        molt.proxy().swapIdle();
        swapped.incrementAndGet();
        tick.release(STREAMS);
    }

    /** Swaps while streams run, and says which version is the last. */
    private interface Swaps {
        int run(Started molt) throws Exception;
    }

    private void drill(Swaps swaps) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(STREAMS);
        AtomicInteger ended = new AtomicInteger();
        try (Started molt = Started.before(this::engine)) {
            molt.proxy().learn(Adapters.version("a", 1));
            for (int n = 0; n < STREAMS; n++) {
                clients.execute(() -> {
                    while (!over) {
                        listen(molt.client(), "s" + ended.incrementAndGet());
                    }
                });
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            int last = swaps.run(molt);
            over = true;
            clients.shutdown();
            assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            molt.proxy().swapIdle();

            assertThat(faults).isEmpty();
            assertThat(ended.get()).isGreaterThanOrEqualTo(2 * STREAMS);
            assertThat(molt.proxy().routes().get("a").version()).isEqualTo(last);
            assertThat(loaded).containsExactly("a@v" + last);
        }
    }

    private void listen(ProxyClient client, String session) {
        try {
            HttpResponse<InputStream> response = client.stream(
                    "{\"model\":\"molt\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    "X-Agent-Id",
                    "a",
                    "X-Session-Id",
                    session);
            String policy = response.headers().firstValue("x-molt-policy").orElse("nobody");
            List<String> lines = new ArrayList<>();
            try (BufferedReader reader = ProxyClient.lines(response)) {
                reader.lines().filter(line -> line.startsWith("data: {")).forEach(lines::add);
            }
            check(response.statusCode(), policy, lines);
        } catch (Exception e) {
            faults.add("a stream broke: " + e);
        }
    }

    private void check(int status, String policy, List<String> lines) throws Exception {
        boolean stopped = false;
        for (String line : lines) {
            String text = JsonText.parse(line.substring(6))
                    .at("/choices/0/delta/content")
                    .asText();
            stopped |= line.contains("\"stop\"");
            if (!text.isEmpty() && !text.strip().equals(policy)) {
                faults.add("a stream of " + policy + " heard " + text);
            }
        }
        if (status != 200 || !stopped) {
            faults.add("a stream of " + policy + " ended with " + status + " after " + lines.size() + " events");
        }
    }
}
