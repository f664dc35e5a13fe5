package io.molt.proxy.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.schemas.adapter.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** An engine that speaks vLLM's dialect: molt's own, vLLM. */
public final class HttpServingEngine implements ServingEngine {

    /** An engine that says nothing for so long hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;
    private final Optional<String> authorization;
    private final Duration patience;

    /**
     * Not connected yet.
     *
     * @param url with {@code /v1}, without a slash at the end
     * @param authorization the header's value, if the engine wants one
     */
    public HttpServingEngine(String url, Optional<String> authorization) {
        this(url, authorization, PATIENCE);
    }

    HttpServingEngine(String url, Optional<String> authorization, Duration patience) {
        this.url = url;
        this.authorization = authorization;
        this.patience = patience;
    }

    @Override
    public void load(String policy, String path) throws IOException, InterruptedException {
        ObjectNode body = JsonText.object().put("lora_name", policy).put("lora_path", path);
        HttpResponse<byte[]> response = post("/load_lora_adapter", body);
        // vLLM refuses a name that is there already; a version never changes, so it is the same adapter.
        boolean known = response.statusCode() == 400 && new String(response.body(), UTF_8).contains("already");
        if (response.statusCode() != 200 && !known) {
            throw new IOException("load_lora_adapter answered " + response.statusCode());
        }
    }

    @Override
    public void unload(String policy) throws IOException, InterruptedException {
        int status = post("/unload_lora_adapter", JsonText.object().put("lora_name", policy))
                .statusCode();
        if (status != 200 && status != 404 && status != 400) {
            throw new IOException("unload_lora_adapter answered " + status);
        }
    }

    @Override
    public Probe ask(String policy, Probe probe) throws IOException, InterruptedException {
        ObjectNode body = JsonText.object()
                .put("model", policy)
                .put("temperature", 0)
                .put("max_tokens", probe.tokenIds().length)
                .put("ignore_eos", true)
                .put("logprobs", true)
                .put("return_token_ids", true);
        body.putArray("messages").addObject().put("role", "user").put("content", probe.prompt());
        HttpResponse<byte[]> response = post("/chat/completions", body);
        if (response.statusCode() != 200) {
            throw new IOException("the probe was answered by " + response.statusCode());
        }
        JsonNode choice = JsonText.parse(response.body()).path("choices").path(0);
        return answer(
                probe.prompt(),
                choice.path("token_ids"),
                choice.path("logprobs").path("content"));
    }

    private static Probe answer(String prompt, JsonNode ids, JsonNode tokens) throws IOException {
        if (ids.size() != tokens.size()) {
            throw new IOException("the probe was answered by " + ids.size() + " token ids and " + tokens.size()
                    + " log-probabilities");
        }
        int[] tokenIds = new int[ids.size()];
        float[] logProbs = new float[ids.size()];
        for (int position = 0; position < tokenIds.length; position++) {
            tokenIds[position] = ids.get(position).asInt();
            logProbs[position] = (float) tokens.get(position).path("logprob").asDouble();
        }
        return new Probe(prompt, tokenIds, logProbs);
    }

    private HttpResponse<byte[]> post(String path, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(patience)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonText.bytes(body)));
        authorization.ifPresent(value -> request.header("authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            throw new IOException("the engine did not answer within " + patience, e);
        } catch (ConnectException e) {
            throw new IOException("the engine cannot be reached", e); // the cause has no message of its own
        }
    }
}
