package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.molt.proxy.capture.CaptureAck;
import io.molt.proxy.capture.CaptureConfig;
import io.molt.proxy.capture.TurnSink;
import io.molt.proxy.delivery.Fate;
import io.molt.proxy.listen.AnswerTimes;
import io.molt.proxy.listen.ConnectionLimits;
import io.molt.proxy.listen.Listening;
import io.molt.schemas.turn.TurnEvent;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Answers that keep their client waiting. */
class LongThinkingTest {

    private static final String STREAM =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String EVENTS = "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + "\"yes\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static Protection times(Duration head, Duration record) {
        AnswerTimes times = new AnswerTimes(Duration.ofMillis(30), head, record);
        return Protection.none().with(new Listening(Optional.empty(), ConnectionLimits.STANDARD, times));
    }

    private static Started thinking(ScriptedUpstream.Script script) throws Exception {
        return Started.untrained("chat", times(Duration.ofMillis(90), Duration.ofMinutes(1)), script);
    }

    @Test
    void before_an_upstream_has_said_anything_a_stream_begins_without_it_and_is_kept_alive() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (Started molt = thinking((request, connection) -> {
            enough.await();
            connection.head("text/event-stream");
            connection.chunk(EVENTS);
            connection.end();
        })) {
            HttpResponse<InputStream> response = molt.client().stream(STREAM);
            BufferedReader lines = ProxyClient.lines(response);
            List<String> first = List.of(lines.readLine(), lines.readLine(), lines.readLine());
            enough.countDown();
            String rest = String.join("\n", lines.lines().toList());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(response.headers().firstValue("x-molt-turn")).isPresent();
            assertThat(first).containsExactly(": molt waits", "", ": molt waits");
            assertThat(rest).contains("\"yes\"").endsWith("data: [DONE]\n");
            molt.turns().requested();
            assertThat(molt.turns().answered().ending().whole()).isTrue();
        }
    }

    @Test
    void an_upstream_that_packs_its_events_after_that_is_unpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(EVENTS.getBytes(UTF_8));
        }
        CountDownLatch enough = new CountDownLatch(1);
        try (Started molt = thinking((request, connection) -> {
            enough.await();
            connection.head("text/event-stream\r\ncontent-encoding: gzip");
            connection.piece(packed.toByteArray(), 0, packed.size());
            connection.end();
        })) {
            HttpResponse<InputStream> response = molt.client().stream(STREAM, "accept-encoding", "gzip");
            enough.countDown();

            assertThat(new String(response.body().readAllBytes(), UTF_8)).endsWith(EVENTS);
            assertThat(response.headers().firstValue("content-encoding")).isEmpty();
            molt.turns().requested();
            assertThat(molt.turns().answered().reply().text()).isEqualTo("yes");
        }
    }

    @Test
    void an_error_that_comes_too_late_for_its_status_breaks_the_stream_so_that_clients_try_again() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (Started molt = thinking((request, connection) -> {
            enough.await();
            connection.whole(529, "", "{\"error\":{}}");
        })) {
            HttpResponse<InputStream> response = molt.client().stream(STREAM);
            enough.countDown();
            Throwable broken = catchThrowable(() -> response.body().readAllBytes());

            assertThat(broken).isInstanceOf(IOException.class);
            molt.turns().requested();
            assertThat(molt.turns().answered().ending().whole()).isFalse();
        }
    }

    @Test
    void an_answer_that_is_no_stream_waits_for_its_upstreams_status() throws Exception {
        CountDownLatch streamBegun = new CountDownLatch(1);
        try (Started molt = thinking((request, connection) -> {
            streamBegun.await();
            connection.whole(429, "retry-after: 7\r\n", "{\"error\":{}}");
        })) {
            byte[] whole = STREAM.replace("true", "false").getBytes(UTF_8);
            CompletableFuture<HttpResponse<String>> waiting = molt.client()
                    .http()
                    .sendAsync(molt.client().post("/v1/chat/completions", whole), HttpResponse.BodyHandlers.ofString());
            molt.upstream().asked.take();
            molt.client().stream(STREAM); // returns when so much time has passed that a stream was begun
            streamBegun.countDown();
            HttpResponse<String> response = waiting.get();

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("retry-after")).contains("7");
        }
    }

    /** A record that is neither safe nor lost. */
    private static final class Undecided implements TurnSink {

        private final BlockingQueue<Fate> fates = new LinkedBlockingQueue<>();

        @Override
        public void write(String key, TurnEvent event, long askedAtMillis, Fate fate) {
            fates.add(fate);
        }

        @Override
        public void close() {}
    }

    private static ScriptedUpstream answering() throws IOException {
        return new ScriptedUpstream((request, connection) -> {
            connection.head("text/event-stream");
            connection.chunk(EVENTS);
            connection.end();
        });
    }

    @Test
    void an_answer_whose_record_is_not_safe_in_time_is_broken_off() throws Exception {
        Undecided sink = new Undecided();
        try (ScriptedUpstream upstream = answering();
                Proxy proxy = promising(upstream, sink, Duration.ofMillis(100))) {
            Throwable broken = catchThrowable(() -> ProxyClient.of(proxy).chat(STREAM));
            sink.fates.take().kept();
            sink.fates.take().kept(); // too late

            assertThat(broken).isInstanceOf(IOException.class);
            assertThat(ProxyClient.of(proxy).get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_answer_whose_record_is_safe_is_whole() throws Exception {
        Undecided sink = new Undecided();
        try (ScriptedUpstream upstream = answering();
                Proxy proxy = promising(upstream, sink, Duration.ofMinutes(1))) {
            ProxyClient client = ProxyClient.of(proxy);
            CompletableFuture<HttpResponse<String>> held =
                    client.http().sendAsync(client.request(STREAM), HttpResponse.BodyHandlers.ofString());
            sink.fates.take().kept();
            Fate answer = sink.fates.take();
            boolean early = held.isDone();
            answer.kept();

            assertThat(held.get().body()).isEqualTo(EVENTS);
            assertThat(early).isFalse();
        }
    }

    private static Proxy promising(ScriptedUpstream upstream, TurnSink sink, Duration record) {
        ProxyConfig config = Started.config(upstream.url(), times(Duration.ofMinutes(1), record));
        CaptureConfig promises = new CaptureConfig(
                config.capture().limits(),
                CaptureAck.BEFORE_LAST_BYTE,
                config.capture().spool());
        ProxyConfig with = new ProxyConfig(
                config.address(),
                config.upstreams(),
                config.brokers(),
                config.keys(),
                config.adapters(),
                promises,
                config.skills(),
                config.protection(),
                config.telemetry());
        return Proxy.start(with, InstantSource.system(), sink, route -> {});
    }
}
