package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.vendor.Said;
import io.molt.proxy.vendor.SentBack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a real client once sent, and what it was answered.
 *
 * @param name such as {@code codex/003}
 * @param label which run of the client
 * @param headers in the client's order
 * @param body missing if there was none
 * @param reply what the scripted upstream of that time did
 */
record CapturedRequest(
        String name, String label, String method, String url, List<Header> headers, JsonNode body, JsonNode reply) {

    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "content-length", "connection");

    record Header(String name, String value) {}

    /** Reads a file. */
    static CapturedRequest of(Path file) throws IOException {
        JsonNode json = JsonText.parse(Files.readAllBytes(file));
        List<Header> headers = new ArrayList<>();
        for (JsonNode header : json.path("headers")) {
            headers.add(new Header(header.get(0).asText(), header.get(1).asText()));
        }
        String number = file.getFileName().toString().substring(0, 3);
        return new CapturedRequest(
                file.getParent().getFileName() + "/" + number,
                json.path("label").asText(),
                json.path("method").asText(),
                json.path("url").asText(),
                headers,
                json.path("body"),
                json.path("reply"));
    }

    String client() {
        return name.substring(0, name.indexOf('/'));
    }

    int number() {
        return Integer.parseInt(name.substring(name.indexOf('/') + 1));
    }

    /** Of a request that a model is to answer. */
    Optional<Dialect> dialect() {
        String path = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
        return method.equals("POST")
                ? List.of(Dialect.values()).stream()
                        .filter(each -> each.path().equals(path))
                        .findFirst()
                : Optional.empty();
    }

    List<Said> answersSentBack() {
        return dialect().map(dialect -> SentBack.in(dialect, body)).orElse(List.of());
    }

    /** The reply that it goes on from by its id alone; empty if it has none. */
    String previousId() {
        return body.at("/thread/previous_message_id")
                .asText(body.path("previous_response_id").asText(""));
    }

    boolean wasAnswered() {
        boolean whole =
                reply.path("result").isMissingNode() && reply.path("kind").isMissingNode();
        return reply.path("status").asInt() == 200
                && (whole || reply.path("result").asText().equals("complete"));
    }

    /** As bytes on a connection of its own; its keys, which are left out of the capture, are {@code key}. */
    byte[] bytes(String key) throws IOException {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, url));
        Set<String> names = new HashSet<>();
        for (Header header : headers) {
            String lower = header.name().toLowerCase(Locale.ROOT);
            names.add(lower);
            if (!OF_THE_CONNECTION.contains(lower)) {
                head.append(header.name()).append(": ");
                head.append(header.value().replace("<key>", key)).append("\r\n");
            }
        }
        byte[] body = sentBody();
        byte[] wire = headers.stream().anyMatch(header -> header.value().equals("zstd") && isEncoding(header))
                ? Zstd.compress(body)
                : body;
        head.append(names.contains("upgrade") ? "Connection: Upgrade\r\n" : "Connection: close\r\n");
        head.append("Content-Length: ").append(wire.length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.toString().getBytes(ISO_8859_1));
        all.write(wire);
        return all.toByteArray();
    }

    private static boolean isEncoding(Header header) {
        return header.name().equalsIgnoreCase("content-encoding");
    }

    /** Without its encoding. */
    byte[] sentBody() {
        return body instanceof ObjectNode ? JsonText.bytes(body) : new byte[0];
    }

    CapturedRequest with(JsonNode otherBody) {
        return new CapturedRequest(name, label, method, url, headers, otherBody, reply);
    }
}
