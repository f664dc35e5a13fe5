package io.molt.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An ordinary HTTP client. */
record EngineClient(HttpClient http, int port) {

    static EngineClient of(Engine engine) {
        return new EngineClient(HttpClient.newHttpClient(), engine.port());
    }

    private HttpRequest post(String path, String json) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    HttpResponse<String> send(String path, String json) throws IOException, InterruptedException {
        return http.send(post(path, json), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonNode chat(String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send("/v1/chat/completions", json);
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return new JsonMapper().readTree(response.body());
    }

    CompletableFuture<String> content(String json) {
        return answer(json)
                .thenApply(response ->
                        read(response.body()).at("/choices/0/message/content").asText());
    }

    CompletableFuture<HttpResponse<String>> answer(String json) {
        return http.sendAsync(post("/v1/chat/completions", json), HttpResponse.BodyHandlers.ofString());
    }

    InputStream stream(String json) throws IOException, InterruptedException {
        return http.send(post("/v1/chat/completions", json), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    static List<JsonNode> events(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("data: {"))
                .map(line -> read(line.substring(6)))
                .toList();
    }

    static JsonNode read(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
