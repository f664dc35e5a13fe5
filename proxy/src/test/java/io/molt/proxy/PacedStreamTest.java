package io.molt.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.ScriptedUpstream.Asked;
import io.molt.proxy.ScriptedUpstream.Connection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

/**
 * Small events that come one by one. Where a side waits for the acknowledgement of the one before (Nagle's algorithm) and
 * the other takes its time with it (delayed acknowledgement), every second event of a pair is about 40 ms late.
 */
class PacedStreamTest {

    private static final int PAIRS = 60;
    /** Linux acknowledges the first packets of a connection at once. */
    private static final int FIRST = 20;

    private static final long BETWEEN_NANOS = 5_000_000;
    private static final long PAUSE_NANOS = 60_000_000;
    /** Half of what the two algorithms cost together. */
    private static final long MOST_NANOS = 20_000_000;

    private static final Pattern SENT = Pattern.compile("\"content\":\"(\\d+)\"");

    @Test
    void events_that_come_one_by_one_do_not_wait_for_each_other() throws Exception {
        Executor threads = task -> new Thread(task, "paced-stream").start();
        try (Started molt = Started.untrained("chat", PacedStreamTest::answer)) {
            // Side by side, so that whatever else the machine does is done to both.
            CompletableFuture<Long> direct = CompletableFuture.supplyAsync(
                    () -> delay(URI.create(molt.upstream().url()).getPort()), threads);
            CompletableFuture<Long> proxied =
                    CompletableFuture.supplyAsync(() -> delay(molt.proxy().port()), threads);

            long addedNanos = proxied.get() - direct.get();

            assertThat(addedNanos).isLessThan(MOST_NANOS);
        }
    }

    private static void answer(Asked request, Connection connection) throws IOException {
        connection.socket().setTcpNoDelay(true);
        connection.head("text/event-stream");
        for (int pair = 0; pair < PAIRS; pair++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            say(connection);
            LockSupport.parkNanos(BETWEEN_NANOS);
            say(connection);
        }
        connection.event("{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
        connection.end();
    }

    private static void say(Connection connection) throws IOException {
        connection.event(
                "{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + System.nanoTime() + "\"}}]}");
    }

    /** Of the next chunk, bytes; 0 after the last. */
    private static int length(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("broke off");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** As a side does that has answered before and may soon answer again; Linux forgets it after each acknowledgement. */
    private static void acknowledgeLate(Socket socket) throws IOException {
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
        }
    }

    /**
     * How late the second event of a pair is; the quarter of them that is least late decides, since the two algorithms would
     * hold up nearly all, and a busy machine only some.
     *
     * @return nanoseconds
     */
    private static long delay(int port) {
        String body = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        List<Long> delays = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + body).getBytes(US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            StringBuilder rest = new StringBuilder();
            while (!line(in).isEmpty()) {} // the answer's head
            for (int length = length(in); length > 0; length = length(in)) {
                rest.append(new String(in.readNBytes(length), US_ASCII));
                line(in);
                Matcher sent = SENT.matcher(rest);
                while (sent.find()) {
                    delays.add(System.nanoTime() - Long.parseLong(sent.group(1)));
                    rest.delete(0, sent.end());
                    sent.reset();
                    acknowledgeLate(socket);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(delays).hasSize(2 * PAIRS);
        List<Long> second = new ArrayList<>();
        for (int pair = FIRST; pair < PAIRS; pair++) {
            second.add(delays.get(2 * pair + 1));
        }
        second.sort(null);
        return second.get(second.size() / 4);
    }
}
