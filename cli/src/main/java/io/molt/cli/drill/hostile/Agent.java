package io.molt.cli.drill.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks again and again, a few requests at a time, with a pause after each answer.
 *
 * @param url of the proxy, with {@code /v1}
 * @param key that counts
 */
record Agent(String url, String key) {

    private static final int AT_ONCE = 4;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    Waits ask(Duration howLong) throws Exception {
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        AtomicLong failed = new AtomicLong();
        long end = System.nanoTime() + howLong.toNanos();
        ExecutorService all = Executors.newFixedThreadPool(AT_ONCE);
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            List<Callable<Integer>> asking = new ArrayList<>();
            for (int n = 0; n < AT_ONCE; n++) {
                HttpRequest request = request("agent " + n);
                asking.add(() -> {
                    while (System.nanoTime() < end) {
                        ask(http, request, nanos, failed);
                        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                    }
                    return AT_ONCE;
                });
            }
            for (Future<Integer> each : all.invokeAll(asking)) {
                each.get();
            }
        } finally {
            all.shutdownNow();
        }
        return Waits.of(nanos, failed.get());
    }

    private static void ask(HttpClient http, HttpRequest request, ConcurrentLinkedQueue<Long> nanos, AtomicLong failed)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            nanos.add(System.nanoTime() - start);
            failed.addAndGet(response.statusCode() == OK ? 0 : 1);
        } catch (IOException e) {
            failed.incrementAndGet();
        }
    }

    private HttpRequest request(String session) {
        String body =
                "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(400) + "\"}]}";
        return HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + key)
                .header("x-session-id", session)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
