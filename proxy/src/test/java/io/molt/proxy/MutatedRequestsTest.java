package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 10,000 requests with something wrong, over HTTP: none is the proxy's fault, and none leaves anything behind. */
class MutatedRequestsTest {

    private static final int REQUESTS = 5_000;
    private static final int CLIENTS = 4;
    /** Far above what the bounded memories of conversations take, far below what leaking requests would. */
    private static final long MARGIN = 48 << 20;

    /** What is left when nobody asks for anything. */
    private record Left(long heapBytes, long connections, long requests, long bodyBytes, long waiting) {}

    private static Started started(String speaks) throws Exception {
        ScriptedUpstream.Script answers = (asked, connection) -> {
            Dialect dialect = asked.line().contains("/responses")
                    ? Dialect.RESPONSES
                    : asked.line().contains("/messages") ? Dialect.MESSAGES : Dialect.CHAT;
            boolean stream = new String(asked.body(), ISO_8859_1).contains("\"stream\":true");
            new Words(dialect, stream).answer(connection, "id", "yes");
        };
        Protection protection = Protection.none().with(Redaction.standard());
        return speaks.equals("trained")
                ? Started.before(new ScriptedUpstream(answers), protection)
                : Started.untrained(speaks, protection, answers);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource(
            delimiter = '|',
            value = {"chat, responses, messages | 21", "trained | 22"})
    void whatever_comes_the_proxy_never_fails_and_nothing_is_left_behind(String speaks, long seed) throws Exception {
        try (Started molt = started(speaks.strip())) {
            ask(molt, seed, REQUESTS / 5);
            Left before = left(molt);
            Map<String, Integer> statuses = ask(molt, seed + 1, REQUESTS);
            Left after = left(molt);

            assertThat(statuses).as("seed %d", seed).containsKeys("200", "400", "404", "413", "415");
            assertThat(after.heapBytes()).as("%s, then %s", before, after).isLessThan(before.heapBytes() + MARGIN);
            assertThat(after).isEqualTo(new Left(after.heapBytes(), 1, 0, 0, 0));
            assertThat(molt.client().get("/healthz").body()).contains("\"dropped\":0");
        }
    }

    private static Map<String, Integer> ask(Started molt, long seed, int requests) throws Exception {
        Map<String, Integer> statuses = new TreeMap<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<List<String>>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                SplittableRandom random = new SplittableRandom(seed * CLIENTS + client);
                all.add(() -> ask(molt, random, requests / CLIENTS));
            }
            for (Future<List<String>> each : clients.invokeAll(all)) {
                each.get().forEach(status -> statuses.merge(status, 1, Integer::sum));
            }
        } finally {
            clients.shutdownNow();
        }
        molt.upstream().asked.clear();
        molt.turns().clear();
        return statuses;
    }

    private static List<String> ask(Started molt, SplittableRandom random, int requests) throws Exception {
        List<String> statuses = new ArrayList<>();
        try (KeptConnection connection = new KeptConnection(molt.proxy().port())) {
            for (int n = 0; n < requests; n++) {
                MutatedRequest request = MutatedRequest.of(random);
                String answer = connection.ask(request.bytes(), request.ends());
                assertThat(answer).as(new String(request.bytes(), ISO_8859_1)).doesNotStartWith("5");
                statuses.add(answer.isEmpty() ? "closed" : answer.substring(0, 3));
            }
        }
        return statuses;
    }

    /** Waits until what can end has ended. */
    private static Left left(Started molt) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        Left left = look(molt);
        while ((left.connections() > 1 || left.requests() + left.bodyBytes() + left.waiting() > 0)
                && System.nanoTime() < deadline) {
            left = look(molt);
        }
        molt.turns().clear();
        System.gc();
        return look(molt);
    }

    private static Left look(Started molt) throws Exception {
        Runtime runtime = Runtime.getRuntime();
        ProxyClient client = molt.client();
        return new Left(
                runtime.totalMemory() - runtime.freeMemory(),
                client.metric("molt_connections"),
                client.metric("molt_requests_in_flight"),
                client.metric("molt_request_body_bytes"),
                client.metric("molt_capture_waiting"));
    }
}
