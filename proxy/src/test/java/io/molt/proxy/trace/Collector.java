package io.molt.proxy.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry's that keeps what it is sent. */
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<Received> spans = new LinkedBlockingQueue<>();

    /**
     * A span as it came over the wire.
     *
     * @param ids trace, span and parent, in hex
     * @param millis start and end, epoch milliseconds UTC
     * @param attributes as text; those of the resource begin with {@code resource.}
     * @param status 2 is an error
     */
    public record Received(String name, Ids ids, long[] millis, Map<String, String> attributes, long status) {

        /** In hex; the parent is empty if there is none. */
        public record Ids(String trace, String span, String parent) {}

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    public Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"))) {
                sent = new GZIPInputStream(new java.io.ByteArrayInputStream(sent)).readAllBytes();
            }
            read(Wire.read(sent), String.valueOf(exchange.getRequestHeaders().getFirst("x-collector-key")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** Of {@code telemetry.otlp.endpoint}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next span; waits for it. */
    public Received next() throws InterruptedException {
        Received span = spans.poll(20, TimeUnit.SECONDS);
        if (span == null) {
            throw new AssertionError("no span came");
        }
        return span;
    }

    /** Numbers by opentelemetry/proto/trace/v1/trace.proto. */
    private void read(Wire request, String key) {
        for (Wire resource : request.messages(1)) {
            Map<String, String> shared = new TreeMap<>();
            attributes(resource.messages(1).get(0), 1).forEach((name, value) -> shared.put("resource." + name, value));
            shared.put("header", key);
            for (Wire scope : resource.messages(2)) {
                scope.messages(2).forEach(span -> spans.add(span(span, shared)));
            }
        }
    }

    private static Received span(Wire span, Map<String, String> shared) {
        Map<String, String> attributes = new TreeMap<>(shared);
        attributes.putAll(attributes(span, 9));
        HexFormat hex = HexFormat.of();
        return new Received(
                span.text(5),
                new Received.Ids(
                        hex.formatHex(span.bytes(1)), hex.formatHex(span.bytes(2)), hex.formatHex(span.bytes(4))),
                new long[] {span.number(7) / 1_000_000, span.number(8) / 1_000_000},
                attributes,
                span.messages(15).stream().mapToLong(status -> status.number(3)).sum());
    }

    private static Map<String, String> attributes(Wire message, int number) {
        Map<String, String> attributes = new TreeMap<>();
        for (Wire attribute : message.messages(number)) {
            attributes.put(attribute.text(1), value(attribute.messages(2).get(0)));
        }
        return attributes;
    }

    private static String value(Wire any) {
        if (any.fields().isEmpty()) {
            return "";
        }
        return switch (any.fields().get(0).number()) {
            case 1 -> any.text(1);
            case 5 -> any.messages(5).get(0).messages(1).stream()
                    .map(Collector::value)
                    .collect(Collectors.joining(",", "[", "]"));
            default -> String.valueOf(any.fields().get(0).value());
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
