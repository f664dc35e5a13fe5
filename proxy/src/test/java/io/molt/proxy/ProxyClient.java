package io.molt.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An ordinary HTTP client. */
record ProxyClient(HttpClient http, int port) {

    static ProxyClient of(Proxy proxy) {
        return new ProxyClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), proxy.port());
    }

    HttpRequest request(String body, String... headers) {
        return post("/v1/chat/completions", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpRequest post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return request.build();
    }

    HttpResponse<byte[]> send(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return http.send(post(path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> chat(String body, String... headers) throws IOException, InterruptedException {
        return http.send(request(body, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<InputStream> stream(String body, String... headers) throws IOException, InterruptedException {
        return http.send(request(body, headers), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** One without labels. */
    long metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }
}
