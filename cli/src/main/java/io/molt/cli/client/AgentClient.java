package io.molt.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.ChatMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An agent as anybody could write it: the public chat API over HTTP, streamed, and nothing else. */
public final class AgentClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int LONGEST_ERROR = 4096;
    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "client-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    /** Talks to the proxy whose base is {@code url}, such as {@code http://127.0.0.1:8800/v1}. */
    public AgentClient(String url) {
        this.endpoint = URI.create(url + "/chat/completions");
    }

    /**
     * Asks for one reply at temperature 1.
     *
     * @throws IOException if there is no whole reply: another status than 200, or a stream that breaks off
     */
    public Reply ask(Question question) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<InputStream> response = http.send(request(question), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            Future<?> watchdog = WATCHDOG.schedule(() -> hangUp(body), TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            try {
                if (response.statusCode() != 200) {
                    String error = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
                    throw new RefusedRequest(response.statusCode(), error);
                }
                return read(response, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), start);
            } finally {
                watchdog.cancel(false);
            }
        }
    }

    /** The client's own time limit ends when the headers arrive; a body that stalls is cut off here. */
    private static void hangUp(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply read(HttpResponse<?> response, BufferedReader lines, long start) throws IOException {
        StringBuilder text = new StringBuilder();
        long firstToken = 0;
        boolean finished = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith("data: ") || line.equals("data: [DONE]")) {
                continue;
            }
            JsonNode choice = JSON.readTree(line.substring(6)).path("choices").path(0);
            String delta = choice.path("delta").path("content").asText("");
            if (!delta.isEmpty() && firstToken == 0) {
                firstToken = System.nanoTime();
            }
            text.append(delta);
            finished |= choice.path("finish_reason").isTextual();
        }
        if (!finished) {
            throw new IOException("the reply broke off after " + text.length() + " characters");
        }
        long end = System.nanoTime();
        return new Reply(
                text.toString(),
                response.headers().firstValue("x-molt-turn").orElse(""),
                response.headers().firstValue("x-molt-policy").orElse(""),
                new ReplyTimes(start, firstToken == 0 ? end : firstToken, end));
    }

    private HttpRequest request(Question question) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", "molt").put("stream", true).put("temperature", 1.0);
        body.put("max_tokens", question.maxTokens()).put("seed", question.seed());
        ArrayNode messages = body.putArray("messages");
        for (ChatMessage message : question.messages()) {
            messages.addObject().put("role", message.role()).put("content", message.content());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Agent-Id", question.agentId())
                .header("X-Session-Id", question.sessionId());
        if (question.sessionDone()) {
            request.header("X-Session-Done", "true");
        }
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
    }
}
