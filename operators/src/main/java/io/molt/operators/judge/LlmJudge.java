package io.molt.operators.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.molt.schemas.log.Vote;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Asks a model for several votes at once. A vote that fails is an invalid vote; if all fail, the judge is down;
 * when that went on for five turns, it is not asked for half a minute.
 */
public final class LlmJudge implements Judge {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_FAILURES = 5;
    private static final Duration OPEN = Duration.ofSeconds(30);

    private final LlmSettings settings;
    private final Breaker breaker = new Breaker(MOST_FAILURES, OPEN);
    private final LongSupplier nanos;
    private final HttpClient client;

    public LlmJudge(LlmSettings settings) {
        this(settings, System::nanoTime);
    }

    LlmJudge(LlmSettings settings, LongSupplier nanos) {
        this.nanos = nanos;
        this.settings = settings;
        this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    }

    @Override
    public CompletionStage<List<Vote>> votes(JudgeInput input) {
        long asked = nanos.getAsLong();
        if (!breaker.allows(asked)) {
            return CompletableFuture.failedStage(
                    new IllegalStateException(settings.url() + " did not answer lately and is not asked"));
        }
        HttpRequest request = request(input.text());
        List<CompletableFuture<Vote>> votes = IntStream.range(0, settings.votes())
                .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .thenApply(LlmJudge::read)
                        // The request's own limit ends with the headers of the answer; a body may stall for ever.
                        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        return CompletableFuture.allOf(votes.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (votes.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
                breaker.failed(asked, nanos.getAsLong());
                throw new IllegalStateException("no vote came from " + settings.url());
            }
            breaker.answered(asked);
            return votes.stream()
                    .map(vote ->
                            vote.exceptionally(e -> new Vote(false, 0, "", "")).join())
                    .toList();
        });
    }

    @Override
    public String fingerprint() {
        return "llm-1 " + settings.model() + " x" + settings.votes();
    }

    private HttpRequest request(String input) {
        Map<String, Object> body = Map.of(
                "model",
                settings.model(),
                "messages",
                List.of(
                        Map.of("role", "system", "content", LlmAnswer.INSTRUCTIONS),
                        Map.of("role", "user", "content", input)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.url() + "/chat/completions"))
                .timeout(settings.timeout())
                .header("Content-Type", "application/json");
        settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            return request.POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is JSON", e);
        }
    }

    private static Vote read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the judge answered " + response.statusCode());
        }
        try {
            JsonNode content = JSON.readTree(response.body()).at("/choices/0/message/content");
            return LlmAnswer.vote(content.asText(""));
        } catch (JsonProcessingException e) {
            return new Vote(false, 0, "", "");
        }
    }
}
