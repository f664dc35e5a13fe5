package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One session of an agent that talks to a proxy over HTTP and sends its whole history each time. */
final class Conversation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String proxyUrl;
    private final String agentId;
    private final String sessionId;
    private final List<Map<String, String>> history = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param proxyUrl up to and with {@code /v1}
     */
    Conversation(String proxyUrl, String agentId, String sessionId) {
        this.proxyUrl = proxyUrl;
        this.agentId = agentId;
        this.sessionId = sessionId;
    }

    /**
     * Says something and hears the reply; both stay in the history.
     *
     * @param headers names and values by turns
     * @return id of the turn
     */
    String says(String text, String... headers) throws IOException, InterruptedException {
        history.add(Map.of("role", "user", "content", text));
        HttpResponse<String> response = post("/chat/completions", Map.of("messages", history), headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode reply = JSON.readTree(response.body()).at("/choices/0/message/content");
        history.add(Map.of("role", "assistant", "content", reply.asText()));
        return response.headers().firstValue("x-molt-turn").orElseThrow();
    }

    /** Says something beside the conversation: what comes later does not know of it. */
    String saysAside(String text) throws IOException, InterruptedException {
        int before = history.size();
        String turn = says(text, "X-Turn-Type", "side");
        history.subList(before, history.size()).clear();
        return turn;
    }

    /** The agent begins anew, in the same session. */
    void forgets() {
        history.clear();
    }

    /** Somebody tells how the session went. */
    void ends(String outcomeId, double value) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/outcomes", Map.of("outcome_id", outcomeId, "value", value));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    }

    private HttpResponse<String> post(String path, Map<String, ?> said, String... headers)
            throws IOException, InterruptedException {
        Map<String, Object> body = new java.util.LinkedHashMap<>(said);
        if (said.containsKey("messages")) {
            body.putAll(Map.of("model", "molt", "max_tokens", 6, "seed", 1, "temperature", 1.0));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(proxyUrl + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Agent-Id", agentId)
                .header("X-Session-Id", sessionId);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
