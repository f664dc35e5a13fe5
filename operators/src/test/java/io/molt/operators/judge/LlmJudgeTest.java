package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.Vote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a scripted endpoint on a real socket. */
class LlmJudgeTest {

    private static final JudgeInput INPUT = new JudgeInput("", "time?", "noon", NextStateKind.USER_REPLY, "wrong");

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private volatile String[] answers = {};
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            asked.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = answers[requests.getAndIncrement() % answers.length];
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.isEmpty() ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void votes_are_read_from_the_last_box_and_the_hint_line() {
        answers = new String[] {says("Maybe \\\\boxed{1}? No.\\n\\\\boxed{-1}\\nHINT: Use four digits.")};

        List<Vote> votes = judge(3).votes(INPUT).toCompletableFuture().join();

        assertThat(votes).hasSize(3).allSatisfy(vote -> {
            assertThat(vote.valid()).isTrue();
            assertThat(vote.score()).isEqualTo(-1);
            assertThat(vote.hint()).isEqualTo("Use four digits.");
        });
        assertThat(requests).hasValue(3);
        assertThat(asked.get()).contains("## What followed (user)\\nwrong");
    }

    @Test
    void an_answer_without_a_box_and_an_answer_that_fails_are_invalid_votes() {
        answers = new String[] {says("I cannot say."), "", says("\\\\boxed{1}")};

        List<Vote> votes = judge(3).votes(INPUT).toCompletableFuture().join();

        assertThat(votes).filteredOn(Vote::valid).singleElement().satisfies(vote -> assertThat(vote.score())
                .isEqualTo(1));
    }

    @Test
    void a_judge_of_whom_nothing_comes_is_down() {
        answers = new String[] {""};

        assertThatThrownBy(() -> judge(2).votes(INPUT).toCompletableFuture().join())
                .hasRootCauseMessage("no vote came from " + url());
    }

    @Test
    void an_answer_that_stalls_after_its_headers_ends_with_the_time_limit() {
        CountDownLatch over = new CountDownLatch(1);
        server.createContext("/stalls/chat/completions", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            awaitQuietly(over);
        });
        URI stalls = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/stalls");
        LlmJudge judge = new LlmJudge(new LlmSettings(stalls, "m", 1, Duration.ofSeconds(1), ""));

        assertThatThrownBy(() -> judge.votes(INPUT).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .hasRootCauseMessage("no vote came from " + stalls);
        over.countDown();
    }

    private static void awaitQuietly(CountDownLatch over) {
        try {
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LlmJudge judge(int votes) {
        return new LlmJudge(new LlmSettings(url(), "m", votes, Duration.ofSeconds(5), ""));
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static String says(String content) {
        return "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\"}}]}";
    }
}
