package io.molt.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that judges by three words, behind the chat API on the loopback interface; it can be ill for a while. */
final class ScriptedJudge implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLLOWED = "## What followed (user)\n";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean ill;

    ScriptedJudge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    void fallIll() {
        ill = true;
    }

    void recover() {
        ill = false;
    }

    /** How often anybody asked. */
    int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            JsonNode messages = JSON.readTree(exchange.getRequestBody()).path("messages");
            String input = messages.path(messages.size() - 1).path("content").asText();
            String followed = input.substring(input.lastIndexOf(FOLLOWED) + FOLLOWED.length());
            byte[] body = JSON.writeValueAsString(
                            Map.of("choices", new Object[] {Map.of("message", Map.of("content", verdict(followed)))}))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ill ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** What stands behind "instead:" is advice. */
    private static String verdict(String followed) {
        int advice = followed.indexOf("instead:");
        if (advice >= 0) {
            return "\\boxed{-1}\nHINT: " + followed.substring(advice + 8).strip();
        }
        return followed.contains("rong") ? "\\boxed{-1}" : followed.contains("hanks") ? "\\boxed{1}" : "\\boxed{0}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
