package io.molt.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.trace.Collector;
import io.molt.proxy.trace.Telemetry;
import io.molt.proxy.upstream.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of one turn. */
class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"a secret question\"}]}";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}";

    private final RecordedTurns turns = new RecordedTurns();
    private Collector collector;

    @BeforeEach
    void collect() throws IOException {
        collector = new Collector();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private Proxy proxy(ScriptedUpstream upstream) {
        Telemetry telemetry = new Telemetry(Optional.of(collector.url()), Map.of("x-collector-key", new Secret("k-1")));
        ProxyConfig config = Started.config(upstream.url()).with(telemetry);
        return Proxy.start(config, () -> Instant.ofEpochMilli(Started.NOW), turns, route -> {});
    }

    @Test
    void a_chat_is_a_span_with_its_clients_parent_and_none_of_its_words() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, connection) -> connection.whole(
                        200,
                        "",
                        "{\"id\":\"chatcmpl-1\",\"model\":\"base-2\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                                + "\"assistant\",\"content\":\"a secret answer\"},\"finish_reason\":\"stop\"}],"
                                + USAGE + "}"));
                Proxy proxy = proxy(upstream)) {
            ProxyClient.of(proxy)
                    .chat(
                            "{\"model\":\"molt\"," + ASK,
                            "X-Agent-Id",
                            "ada",
                            "X-Session-Id",
                            "s-1",
                            "traceparent",
                            "00-" + TRACE + "-" + PARENT + "-01");

            Collector.Received span = collector.next();

            assertThat(span.name()).isEqualTo("chat molt");
            assertThat(span.ids().trace()).isEqualTo(TRACE);
            assertThat(span.ids().parent()).isEqualTo(PARENT);
            assertThat(span.millis()).containsExactly(Started.NOW, Started.NOW);
            assertThat(span.status()).isZero();
            assertThat(span.attributes())
                    .containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "molt")
                    .containsEntry("gen_ai.request.model", "molt")
                    .containsEntry("gen_ai.response.model", "base-2")
                    .containsEntry("gen_ai.response.id", "chatcmpl-1")
                    .containsEntry("gen_ai.response.finish_reasons", "[stop]")
                    .containsEntry("gen_ai.usage.input_tokens", "11")
                    .containsEntry("gen_ai.usage.output_tokens", "3")
                    .containsEntry("gen_ai.conversation.id", "s-1")
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry("molt.agent.id", "ada")
                    .containsEntry("molt.session.id", "s-1")
                    .containsEntry("molt.turn.id", turns.requested().turn().turnId())
                    .containsEntry("molt.policy", "base")
                    .containsEntry("molt.policy.version", "0")
                    .containsEntry("resource.service.name", "molt-proxy")
                    .containsEntry("header", "k-1")
                    .doesNotContainKey("error.type");
            assertThat(span.attributes().toString()).doesNotContain("secret");
            assertThat(upstream.asked.take().headers())
                    .containsIgnoringCase(
                            "traceparent: 00-" + TRACE + "-" + span.ids().span() + "-01")
                    .doesNotContain(PARENT);
        }
    }

    @Test
    void a_stream_is_a_span_with_what_its_events_told() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, connection) -> {
                    connection.head("text/event-stream");
                    connection.event(
                            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},"
                                    + "\"finish_reason\":\"length\"}]," + USAGE + "}");
                    connection.event("[DONE]");
                    connection.end();
                });
                Proxy proxy = proxy(upstream)) {
            ProxyClient.of(proxy).chat("{\"model\":\"gpt-9\",\"stream\":true," + ASK);

            Collector.Received span = collector.next();

            assertThat(span.name()).isEqualTo("chat gpt-9");
            assertThat(span.ids().parent()).isEmpty();
            assertThat(span.attributes())
                    .containsEntry("gen_ai.response.finish_reasons", "[length]")
                    .containsEntry("gen_ai.usage.output_tokens", "3")
                    .containsEntry("molt.policy", "gpt-9")
                    .doesNotContainKey("molt.policy.version");
        }
    }

    @Test
    void a_failure_is_a_span_that_says_so() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(
                        (request, connection) -> connection.whole(429, "", "{\"error\":{\"message\":\"secret\"}}"));
                Proxy proxy = proxy(upstream)) {
            ProxyClient.of(proxy).chat("{\"model\":\"molt\"," + ASK);

            Collector.Received span = collector.next();

            assertThat(span.status()).isEqualTo(2);
            assertThat(span.attributes()).containsEntry("error.type", "429").doesNotContainKey("gen_ai.response.id");
            assertThat(span.attributes().toString()).doesNotContain("secret");
        }
    }

    @Test
    void a_client_that_does_not_want_its_trace_recorded_has_no_span_and_its_trace_goes_on() throws Exception {
        try (ScriptedUpstream upstream =
                        new ScriptedUpstream((request, connection) -> connection.whole(500, "", "{}"));
                Proxy proxy = proxy(upstream)) {
            ProxyClient client = ProxyClient.of(proxy);
            client.chat("{\"model\":\"unseen\"," + ASK, "traceparent", "00-" + TRACE + "-" + PARENT + "-00");
            client.chat("{\"model\":\"seen\"," + ASK);

            assertThat(collector.next().name()).isEqualTo("chat seen");
            assertThat(upstream.asked.take().headers()).containsIgnoringCase("traceparent: 00-" + TRACE);
        }
    }

    @Test
    void when_nothing_is_traced_a_clients_traceparent_passes_as_it_is() throws Exception {
        try (Started molt = Started.before((request, connection) -> connection.whole(500, "", "{}"))) {
            String parent = "00-" + TRACE + "-" + PARENT + "-01";
            molt.client().chat("{\"model\":\"molt\"," + ASK, "traceparent", parent);

            assertThat(molt.upstream().asked.take().headers()).containsIgnoringCase("traceparent: " + parent);
        }
    }

    @Test
    void a_collector_that_is_away_costs_nobody_anything_but_the_spans_which_are_counted() throws Exception {
        collector.close();
        try (ScriptedUpstream upstream =
                        new ScriptedUpstream((request, connection) -> connection.whole(500, "", "{}"));
                Proxy proxy = proxy(upstream)) {
            assertThat(ProxyClient.of(proxy).chat("{\"model\":\"molt\"," + ASK).statusCode())
                    .isEqualTo(500);
            assertThat(ProxyClient.of(proxy).get("/metrics").body()).contains("molt_spans_dropped_total");
        }
    }
}
