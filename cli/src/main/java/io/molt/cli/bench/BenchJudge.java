package io.molt.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A model that judges, as far as its endpoint shows: it answers at once, or never, if the question holds {@link #HANG}. */
final class BenchJudge implements AutoCloseable {

    /** A word of whom no answer is wanted. */
    static final String HANG = "zzhang";

    private static final byte[] ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"\\\\boxed{-1}\\nHINT: Use the full date.\"}}]}".getBytes(UTF_8);

    private final HttpServer server;

    private BenchJudge(HttpServer server) {
        this.server = server;
    }

    static BenchJudge listening() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", BenchJudge::answer);
        server.start();
        return new BenchJudge(server);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (!question.contains(HANG)) {
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
