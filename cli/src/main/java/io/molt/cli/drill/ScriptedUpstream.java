package io.molt.cli.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream that streams a few words of its own to everybody, each in an event, with a pause after each. */
final class ScriptedUpstream implements AutoCloseable {

    private static final int WORDS = 12;
    private static final long PAUSE_MILLIS = 3;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong answers = new AtomicLong();

    private ScriptedUpstream(HttpServer server) {
        this.server = server;
    }

    static ScriptedUpstream start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        ScriptedUpstream upstream = new ScriptedUpstream(server);
        server.createContext("/v1/chat/completions", upstream::answer);
        server.setExecutor(upstream.threads);
        server.start();
        return upstream;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** No two answers are the same. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            String first = "answer " + answers.incrementAndGet();
            for (int word = 0; word < WORDS; word++) {
                event(body, "{\"content\":\"" + (word == 0 ? first : " word") + "\"}", "null");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            event(body, "{}", "\"stop\"");
            body.write("data: [DONE]\n\n".getBytes(UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void event(OutputStream body, String delta, String finish) throws IOException {
        String json =
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"scripted\",\"choices\":"
                        + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}";
        body.write(("data: " + json + "\n\n").getBytes(UTF_8));
        body.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
