package io.molt.proxy.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.dialect.MessagesHistory;
import io.molt.proxy.dialect.ResponsesHistory;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.vendor.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An upstream that speaks all three dialects and does what the user's last words say; see {@link SdkAnswer}. None of its
 * answers is made by the proxy: {@link Wire}.
 *
 * <p>Who asks needs any key that begins with {@code sk-}. {@code GET /asked?words} says how often it was asked so, {@code GET /hangup?words} waits until whoever asked so hangs
 * up in the middle of the answer, and says on which path.
 */
final class SdkUpstream implements AutoCloseable {

    private static final int LONGEST_WAIT_SECONDS = 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sdk-upstream");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> hangups = new ConcurrentHashMap<>();

    SdkUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/models", exchange -> answer(exchange, 200, models()));
        server.createContext("/v1/messages/count_tokens", exchange -> answer(exchange, 200, "{\"input_tokens\":1234}"));
        server.createContext("/asked", exchange -> answer(exchange, 200, "" + asked(words(exchange))));
        server.createContext("/hangup", exchange -> answer(exchange, 200, "\"" + hangup(words(exchange)) + "\""));
        for (Dialect dialect : Dialect.values()) {
            server.createContext(dialect.path(), exchange -> converse(exchange, dialect));
        }
        server.start();
    }

    /** Without a path. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often it was asked so. */
    int asked(String words) {
        return asked.getOrDefault(words, 0);
    }

    /** The path on which whoever asked so hung up; waits for it. */
    String hangup(String words) {
        return hungUp(words).orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<String> hungUp(String words) {
        return hangups.computeIfAbsent(words, unheard -> new CompletableFuture<>());
    }

    private static String words(HttpExchange exchange) {
        return exchange.getRequestURI().getQuery();
    }

    private void converse(HttpExchange exchange, Dialect dialect) throws IOException {
        ObjectNode request =
                (ObjectNode) JsonText.parse(exchange.getRequestBody().readAllBytes());
        SdkAnswer answer = SdkAnswer.to(messages(request, dialect), request);
        if (!hasKey(exchange, dialect)) {
            answer(exchange, 401, Wire.of(dialect).error(401));
            return;
        }
        boolean first = asked.merge(answer.asked(), 1, Integer::sum) == 1;
        if ((answer.failsOnce() && first) || answer.status() == 400) {
            exchange.getResponseHeaders().add("retry-after", "0");
            answer(exchange, answer.status(), Wire.of(dialect).error(answer.status()));
        } else if (request.path("stream").asBoolean(false)) {
            stream(exchange, dialect, answer);
        } else {
            answer(exchange, 200, Wire.of(dialect).whole(answer.said()));
        }
    }

    private static boolean hasKey(HttpExchange exchange, Dialect dialect) {
        String bearer = exchange.getRequestHeaders().getFirst("authorization");
        return (bearer != null && bearer.startsWith("Bearer sk-"))
                || (dialect == Dialect.MESSAGES && exchange.getRequestHeaders().containsKey("x-api-key"));
    }

    private static List<ObjectNode> messages(ObjectNode request, Dialect dialect) {
        List<ObjectNode> messages = new ArrayList<>();
        switch (dialect) {
            case CHAT -> request.path("messages").forEach(message -> messages.add((ObjectNode) message));
            case MESSAGES -> request.path("messages").forEach(message -> messages.addAll(MessagesHistory.of(message)));
            case RESPONSES -> messages.addAll(ResponsesHistory.of(request.path("input")));
        }
        return messages;
    }

    private void stream(HttpExchange exchange, Dialect dialect, SdkAnswer answer) throws IOException {
        exchange.getResponseHeaders().add("content-type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        Wire wire = Wire.of(dialect);
        try {
            do {
                write(out, wire.begun(answer.said()));
            } while (answer.neverEnds());
            if (answer.ends()) {
                write(out, wire.ended(answer.said()));
            }
        } catch (IOException e) {
            hungUp(answer.asked()).complete(exchange.getRequestURI().getPath());
        }
        if (answer.breaks()) {
            // The server then closes the connection without the end of the chunked body.
            throw new IOException("breaks off");
        }
        exchange.close();
    }

    private static void write(OutputStream out, List<String> events) throws IOException {
        for (String event : events) {
            out.write(event.getBytes(UTF_8));
            out.flush();
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Both APIs' fields. */
    private static String models() {
        return "{\"object\":\"list\",\"has_more\":false,\"first_id\":\"m\",\"last_id\":\"m\",\"data\":[{\"id\":\"m\","
                + "\"object\":\"model\",\"type\":\"model\",\"display_name\":\"m\",\"created\":1,\"owned_by\":\"molt\","
                + "\"created_at\":\"2026-01-01T00:00:00Z\"}]}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
