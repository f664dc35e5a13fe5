package io.molt.cli.bench.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Streams 64 tokens to everybody, one every 20 ms, each with its place and the time at which it was sent. Speaks as much HTTP as
 * it takes, so that it leaves the machine to what is measured.
 */
final class PacedUpstream implements AutoCloseable {

    static final int FRAMES = 64;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String END =
            """
            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetServer server = vertx.createNetServer(
                    new NetServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true))
            .connectHandler(socket -> socket.handler(new Connection(socket)::take));
    /** Of all connections, in the order of their next frames; lives on the event loop. */
    private final Deque<Stream> due = new ArrayDeque<>();

    private PacedUpstream() {}

    static PacedUpstream start() {
        PacedUpstream upstream = new PacedUpstream();
        upstream.server.listen().toCompletionStage().toCompletableFuture().join();
        upstream.vertx.setPeriodic(1, tick -> upstream.sendWhatIsDue());
        return upstream;
    }

    int port() {
        return server.actualPort();
    }

    /** One request after the other; a body is not looked at. */
    private final class Connection {

        private final NetSocket socket;
        private String head = "";
        private long leftOfBody;

        Connection(NetSocket socket) {
            this.socket = socket;
        }

        void take(Buffer bytes) {
            if (leftOfBody > 0) {
                leftOfBody -= bytes.length();
            } else {
                head += bytes.toString(ISO_8859_1);
                int end = head.indexOf("\r\n\r\n");
                if (end < 0) {
                    return;
                }
                Matcher length = LENGTH.matcher(head.substring(0, end));
                leftOfBody = (length.find() ? Long.parseLong(length.group(1)) : 0) - (head.length() - end - 4);
                head = "";
            }
            if (leftOfBody < 0) {
                socket.close(); // what came is more than one request, or none that says its length
            } else if (leftOfBody == 0) {
                due.add(new Stream(socket, 0, System.nanoTime()).send());
            }
        }
    }

    /**
     * An answer under way.
     *
     * @param frame to send next
     * @param atNanos when, of {@link System#nanoTime}
     */
    private record Stream(NetSocket socket, int frame, long atNanos) {

        Stream send() {
            socket.write(Buffer.buffer((frame == 0 ? HEAD : "") + text()));
            return new Stream(socket, frame + 1, atNanos + PACE_NANOS);
        }

        private String text() {
            return frame == FRAMES
                    ? chunk(END) + "0\r\n\r\n"
                    : chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token \"},"
                            + "\"finish_reason\":null}],\"place\":" + frame + ",\"sent\":" + System.nanoTime()
                            + "}\n\n");
        }

        private static String chunk(String text) {
            return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        }
    }

    private void sendWhatIsDue() {
        long now = System.nanoTime();
        while (!due.isEmpty() && due.peek().atNanos() - now <= 0) {
            Stream sent = due.remove().send();
            if (sent.frame() <= FRAMES) {
                due.add(sent);
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
