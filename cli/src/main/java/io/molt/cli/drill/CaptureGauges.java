package io.molt.cli.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a proxy says of its recording.
 *
 * @param online it goes to the broker
 * @param spooled records that wait on disk
 * @param dropped records that were lost since it started
 */
record CaptureGauges(boolean online, long spooled, long dropped) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * Asks now.
     *
     * @param proxyUrl such as {@code http://127.0.0.1:8800/v1}
     */
    static CaptureGauges of(String proxyUrl) throws IOException, InterruptedException {
        URI metrics = URI.create(proxyUrl).resolve("/metrics");
        HttpRequest request = HttpRequest.newBuilder(metrics).timeout(TIMEOUT).build();
        String text = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return new CaptureGauges(
                value(text, "molt_capture_online") == 1,
                value(text, "molt_capture_spooled_records"),
                value(text, "molt_capture_dropped_total"));
    }

    /** Returns when everything is at the broker, or after {@code patience}. */
    static CaptureGauges awaitOnline(String proxyUrl, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        CaptureGauges now = of(proxyUrl);
        while (!now.online() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            now = of(proxyUrl);
        }
        return now;
    }

    private static long value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
