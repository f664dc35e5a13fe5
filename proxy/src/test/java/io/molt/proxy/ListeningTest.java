package io.molt.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.proxy.listen.ConnectionLimits;
import io.molt.proxy.listen.Listening;
import io.molt.proxy.listen.RenewedCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListeningTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ANSWER = "{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";
    private static final ConnectionLimits IMPATIENT = new ConnectionLimits(
            50,
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_500),
            Duration.ofMillis(400),
            Duration.ofMillis(1_200),
            Duration.ofMillis(500));

    private static Started started(Listening listening) throws Exception {
        return Started.before(
                new ScriptedUpstream((request, connection) -> connection.whole(200, "", ANSWER)),
                Protection.none().with(listening));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void over_tls_a_client_gets_the_version_of_http_that_it_likes(HttpClient.Version version, @TempDir Path directory)
            throws Exception {
        Certificate certificate = Certificate.in(directory);
        Listening listening = new Listening(Optional.of(certificate.files()), ConnectionLimits.STANDARD);
        try (Started molt = started(listening)) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(certificate.trusting())
                    .version(version)
                    .build();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + molt.proxy().port() + "/v1/chat/completions"))
                    .POST(HttpRequest.BodyPublishers.ofString(HELLO))
                    .build();

            for (int turn = 0; turn < 3; turn++) {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.body()).isEqualTo(ANSWER);
            }
        }
    }

    @Test
    void a_certificate_without_its_key_is_refused_with_the_settings_name(@TempDir Path directory) throws Exception {
        Listening.Tls half = new Listening.Tls(Certificate.in(directory).files().certificate(), Path.of(""));
        ProxyConfig config = Started.config(
                "http://127.0.0.1:1/v1",
                Protection.none().with(new Listening(Optional.of(half), ConnectionLimits.STANDARD)));

        assertThatThrownBy(() -> Proxy.start(config, () -> Instant.EPOCH, new RecordedTurns(), route -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("proxy.tls.key must name a file");
    }

    @Test
    void whoever_drips_headers_or_a_body_or_says_nothing_is_closed_and_others_are_served() throws Exception {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n";
        try (Started molt = started(new Listening(Optional.empty(), IMPATIENT));
                Slow silent = Slow.connect(molt, "");
                Slow headers = Slow.connect(molt, head);
                Slow body = Slow.connect(molt, head + "content-length: 100000\r\n\r\n{")) {
            int answered = 0;
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline && !(silent.isClosed() && headers.isClosed() && body.isClosed())) {
                headers.drip("x-a: b\r\n");
                body.drip(" ");
                assertThat(molt.client().chat(HELLO).statusCode()).isEqualTo(200);
                answered++;
            }

            assertThat(answered).isPositive();
            assertThat(molt.client().get("/metrics").body()).containsPattern("molt_connections_closed_total [3-9]");
        }
    }

    @Test
    void whoever_drips_a_body_beside_other_requests_of_its_connection_loses_it_and_the_others_go_on(
            @TempDir Path directory) throws Exception {
        Certificate certificate = Certificate.in(directory);
        try (Started molt = started(new Listening(Optional.of(certificate.files()), IMPATIENT));
                SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(certificate.trusting()).build();
            CompletableFuture<HttpResponse<String>> dripping = client.sendAsync(
                    secure(molt, HttpRequest.BodyPublishers.fromPublisher(body)), HttpResponse.BodyHandlers.ofString());
            int answered = 0;
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline && !dripping.isDone()) {
                body.offer(ByteBuffer.wrap(new byte[] {' '}), 10, TimeUnit.MILLISECONDS, null);
                HttpResponse<String> other = client.send(
                        secure(molt, HttpRequest.BodyPublishers.ofString(HELLO)), HttpResponse.BodyHandlers.ofString());
                assertThat(other.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(other.statusCode()).isEqualTo(200);
                answered++;
            }

            assertThat(dripping).isCompletedExceptionally();
            assertThat(answered).isPositive();
        }
    }

    private static HttpRequest secure(Started molt, HttpRequest.BodyPublisher body) {
        URI chat = URI.create("https://127.0.0.1:" + molt.proxy().port() + "/v1/chat/completions");
        return HttpRequest.newBuilder(chat).POST(body).build();
    }

    @Test
    void whoever_stops_reading_is_closed_and_its_upstream_is_let_go() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ScriptedUpstream.Script endless = (request, connection) -> {
            connection.head("text/event-stream");
            try {
                while (true) {
                    connection.chunk(": " + "x".repeat(100_000) + "\n\n");
                }
            } catch (IOException closed) {
                gone.countDown();
            }
        };
        try (Started molt = Started.before(
                        new ScriptedUpstream(endless),
                        Protection.none().with(new Listening(Optional.empty(), IMPATIENT)));
                Slow client = Slow.connect(
                        molt,
                        "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 71\r\n\r\n"
                                + "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")) {
            assertThat(client.first()).isEqualTo('H');

            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_new_certificate_is_shown_without_a_restart_once_its_key_is_there_too(
            @TempDir Path directory, @TempDir Path other) throws Exception {
        Certificate old = Certificate.in(directory);
        Certificate renewed = Certificate.in(other);
        try (Started molt = started(new Listening(Optional.of(old.files()), ConnectionLimits.STANDARD))) {
            assertThat(ask(molt, old)).isEqualTo(ANSWER);
            Files.copy(renewed.files().certificate(), old.files().certificate(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(renewed.files().key(), old.files().key(), StandardCopyOption.REPLACE_EXISTING);
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (ask(molt, renewed).isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(ask(molt, renewed)).isEqualTo(ANSWER);
            assertThat(ask(molt, old)).as("by who trusts the old one only").isEmpty();
        }
    }

    @Test
    void a_certificate_whose_key_is_not_there_yet_is_known_by_it(@TempDir Path directory, @TempDir Path other)
            throws Exception {
        Listening.Tls old = Certificate.in(directory).files();
        Listening.Tls renewed = Certificate.in(other).files();
        Files.writeString(
                other.resolve("half.pem"), Files.readString(renewed.key()).substring(0, 60));
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(RenewedCertificate.belongTogether(vertx, pair(old.certificate(), old.key())))
                    .isTrue();
            assertThat(RenewedCertificate.belongTogether(vertx, pair(renewed.certificate(), old.key())))
                    .isFalse();
            assertThat(RenewedCertificate.belongTogether(vertx, pair(renewed.certificate(), other.resolve("half.pem"))))
                    .isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static PemKeyCertOptions pair(Path certificate, Path key) throws IOException {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Files.readAllBytes(certificate)))
                .addKeyValue(Buffer.buffer(Files.readAllBytes(key)));
    }

    /** On a connection of its own; empty if the server is not trusted. */
    private static String ask(Started molt, Certificate trusted) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trusted.trusting()).build();
        try {
            HttpResponse<String> response = client.send(
                    secure(molt, HttpRequest.BodyPublishers.ofString(HELLO)), HttpResponse.BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            return response.body();
        } catch (SSLException untrusted) {
            return "";
        }
    }

    @Test
    void an_answer_that_takes_its_time_is_waited_for() throws Exception {
        ScriptedUpstream.Script slow = (request, connection) -> {
            connection.head("text/event-stream");
            for (int part = 0; part < 8; part++) {
                connection.event("{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + part + "\"}}]}");
                Thread.sleep(250);
            }
            connection.event("{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            connection.end();
        };
        try (Started molt = Started.before(
                new ScriptedUpstream(slow), Protection.none().with(new Listening(Optional.empty(), IMPATIENT)))) {
            HttpResponse<String> response = molt.client().chat(HELLO.replace("{\"model", "{\"stream\":true,\"model"));

            assertThat(response.body()).contains("\"7\"", "stop");
        }
    }

    @Test
    void beyond_the_most_connections_new_ones_are_closed_at_once() throws Exception {
        ConnectionLimits two = new ConnectionLimits(
                2,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        try (Started molt = started(new Listening(Optional.empty(), two))) {
            List<Slow> held = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                held.add(Slow.connect(molt, "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"));
                assertThat(held.get(n).first()).isEqualTo('H');
            }
            try (Slow third = Slow.connect(molt, "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")) {
                assertThat(third.first()).isEqualTo(-1);
            }
            for (Slow each : held) {
                each.close();
            }
        }
    }

    /** A client that takes its time. */
    private record Slow(Socket socket) implements AutoCloseable {

        static Slow connect(Started molt, String first) throws IOException {
            Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), molt.proxy().port());
            socket.setSoTimeout(50);
            Slow slow = new Slow(socket);
            slow.drip(first);
            return slow;
        }

        void drip(String text) {
            try {
                socket.getOutputStream().write(text.getBytes(US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException closed) {
                // That is what is waited for.
            }
        }

        boolean isClosed() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException open) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        int first() throws IOException {
            socket.setSoTimeout(20_000);
            try {
                return socket.getInputStream().read();
            } catch (java.net.SocketException reset) {
                return -1;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
