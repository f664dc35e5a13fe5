package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.Outcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {

    private static HttpResponse<String> post(Started molt, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + molt.proxy().port() + "/v1/outcomes"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return molt.client().http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void an_outcome_is_recorded_under_its_session() throws Exception {
        try (Started molt = Started.before((request, connection) -> {})) {
            HttpResponse<String> response =
                    post(molt, "{\"agent_id\":\"a\",\"session_id\":\"s\",\"value\":-0.5,\"outcome_id\":\"ci-7\"}");

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(molt.turns().next()).isEqualTo(new Outcome("a", "s", "ci-7", -0.5, Started.NOW));
        }
    }

    @Test
    void the_headers_of_turns_name_agent_and_session_and_an_id_is_given() throws Exception {
        try (Started molt = Started.before((request, connection) -> {})) {
            post(molt, "{\"value\":1}", "X-Agent-Id", "b", "X-Session-Id", "t");
            post(molt, "{\"value\":1}", "X-Agent-Id", "b", "X-Session-Id", "t");

            Outcome first = (Outcome) molt.turns().next();
            Outcome second = (Outcome) molt.turns().next();
            assertThat(first.agentId()).isEqualTo("b");
            assertThat(first.sessionId()).isEqualTo("t");
            assertThat(first.outcomeId()).isNotEmpty().isNotEqualTo(second.outcomeId());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"value\":1}                                     | session_id",
                "{\"session_id\":\"s\"}                             | value",
                "{\"session_id\":\"s\",\"value\":2}                 | value",
                "{\"session_id\":\"s\",\"value\":\"good\"}          | value",
                "{\"agent_id\":\"*\",\"session_id\":\"s\",\"value\":1} | agent_id",
                "[1]                                             | object",
                "{                                               | JSON"
            })
    void what_cannot_be_used_is_refused_with_a_reason(String body, String named) throws Exception {
        try (Started molt = Started.before((request, connection) -> {})) {
            HttpResponse<String> response = post(molt, body);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains(named);
            assertThat(molt.turns().all()).isEmpty();
        }
    }
}
