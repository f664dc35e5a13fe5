package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import io.molt.proxy.body.RandomJson;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A request with something wrong.
 *
 * @param bytes as they go over the wire
 * @param ends whether the server can know where it ends, so that another may follow on the same connection
 */
record MutatedRequest(byte[] bytes, boolean ends) {

    private static final List<String> HEADERS = List.of(
            "x-session-id",
            "x-agent-id",
            "x-turn-type",
            "x-session-done",
            "session-id",
            "x-claude-code-session-id",
            "x-claude-code-agent-id",
            "x-codex-turn-metadata",
            "traceparent",
            "authorization",
            "x-api-key",
            "anthropic-version",
            "accept-encoding",
            "content-encoding",
            "content-type",
            "expect",
            "te",
            "connection",
            "upgrade",
            "range",
            "cookie",
            "x",
            "");
    private static final List<String> PATHS = List.of(
            "/v1/chat/completions",
            "/v1/responses",
            "/v1/messages",
            "/v1/messages/count_tokens",
            "/v1/outcomes",
            "/v1/models",
            "/v1/embeddings",
            "/v1/",
            "/v1/../healthz",
            "/v1/%2e%2e/metrics",
            "/v1/x?y=%zz&\u00e9",
            "//v1//messages",
            "/healthz",
            "/metrics",
            "/api/hello",
            "*",
            "http://127.0.0.1/v1/messages",
            "");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI", "get", "BREW", "");
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());

    /** The next one. */
    static MutatedRequest of(SplittableRandom random) {
        Dialect dialect = DIALECTS.get(random.nextInt(3));
        byte[] body = body(random, dialect);
        String head = "POST " + dialect.path() + " HTTP/1.1\r\nhost: 127.0.0.1\r\n";
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> sized(head, bent(random, body));
            case 4 -> sized(
                    pick(random, METHODS) + " " + pick(random, PATHS) + " HTTP/1.1\r\nhost: 127.0.0.1\r\n",
                    random.nextBoolean() ? new byte[0] : body);
            case 5 -> sized("POST " + pick(random, PATHS) + " HTTP/1.1\r\nhost: localhost\r\n", bent(random, body));
            case 6, 7 -> new MutatedRequest(sized(head + headers(random), body).bytes(), false);
            case 8 -> packed(random, head, body);
            case 9 -> chunked(random, head, body);
            case 10 -> wrongLength(random, head, body);
            default -> new MutatedRequest(
                    bent(random, sized(head + headers(random), body).bytes()), false);
        };
    }

    private static byte[] body(SplittableRandom random, Dialect dialect) {
        Words words = new Words(dialect, random.nextBoolean());
        var json = words.request("Be kind.", List.of("Hello " + random.nextInt(9), "yes", "go"));
        try {
            for (int more = random.nextInt(4); more > 0; more--) {
                RandomJson any = new RandomJson(random);
                json.set(
                        pick(random, List.of("messages", "input", "tools", "metadata", "system", "thread", "n", "x")),
                        JsonText.parse(any.value(5)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.put("model", pick(random, List.of("m", "molt", "")));
        return JsonText.bytes(json);
    }

    /** Some bytes are others, are missing, or come twice. */
    private static byte[] bent(SplittableRandom random, byte[] bytes) {
        ByteArrayOutputStream bent = new ByteArrayOutputStream();
        bent.writeBytes(bytes);
        for (int more = 1 + random.nextInt(4); more > 0 && bent.size() > 0; more--) {
            byte[] now = bent.toByteArray();
            int from = random.nextInt(now.length);
            int to = Math.min(now.length, from + random.nextInt(1 + random.nextInt(64)));
            bent.reset();
            bent.write(now, 0, from);
            switch (random.nextInt(5)) {
                case 0 -> bent.writeBytes(new byte[] {(byte) random.nextInt(256)});
                case 1 -> bent.writeBytes("[".repeat(random.nextInt(600)).getBytes(UTF_8));
                case 2 -> bent.writeBytes(Arrays.copyOfRange(now, from, to));
                case 3 -> bent.writeBytes(
                        pick(random, List.of("null", "1e999999999", "\"\\ud800\"", "{\"a\":", "\u0000"))
                                .getBytes(UTF_8));
                default -> to = now.length;
            }
            bent.write(now, to, now.length - to);
        }
        return bent.toByteArray();
    }

    private static String headers(SplittableRandom random) {
        StringBuilder headers = new StringBuilder();
        for (int more = random.nextInt(5); more >= 0; more--) {
            headers.append(pick(random, HEADERS)).append(random.nextInt(20) == 0 ? " " : ": ");
            int length = random.nextInt(50) == 0 ? random.nextInt(80_000) : random.nextInt(40);
            for (int n = 0; n < length; n++) {
                headers.append((char) (random.nextInt(30) == 0 ? random.nextInt(256) : ' ' + random.nextInt(95)));
            }
            headers.append("\r\n");
        }
        return headers.toString();
    }

    private static MutatedRequest packed(SplittableRandom random, String head, byte[] body) {
        byte[] plain = random.nextInt(20) == 0 ? new byte[12 << 20] : body;
        String encoding = pick(random, List.of("gzip", "deflate", "zstd", "br", "gzip, zstd", "identity"));
        byte[] packed = pack(encoding, plain);
        return sized(
                head + "content-encoding: " + encoding + "\r\n", random.nextBoolean() ? packed : bent(random, packed));
    }

    private static byte[] pack(String encoding, byte[] plain) {
        if (encoding.equals("zstd")) {
            return Zstd.compress(plain);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var packing = encoding.equals("gzip")
                ? new GZIPOutputStream(packed)
                : encoding.equals("deflate") ? new DeflaterOutputStream(packed) : packed) {
            packing.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static MutatedRequest chunked(SplittableRandom random, String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((head + "transfer-encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
        boolean whole = random.nextBoolean();
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, 1 + random.nextInt(200));
            int said = whole || random.nextInt(5) > 0 ? length : random.nextInt(300);
            bytes.writeBytes((Integer.toHexString(said) + "\r\n").getBytes(ISO_8859_1));
            bytes.write(body, at, length);
            bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
            at += length;
        }
        if (whole) {
            bytes.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        }
        return new MutatedRequest(bytes.toByteArray(), whole);
    }

    private static MutatedRequest wrongLength(SplittableRandom random, String head, byte[] body) {
        String length = pick(
                random,
                List.of(
                        String.valueOf(random.nextInt(body.length * 2)),
                        "-1",
                        "99999999999999999999",
                        "0x10",
                        "1, 2",
                        "40000000",
                        body.length + "\r\ncontent-length: 7",
                        body.length + "\r\ntransfer-encoding: chunked"));
        return new MutatedRequest(joined(head + "content-length: " + length + "\r\n\r\n", body), false);
    }

    private static MutatedRequest sized(String head, byte[] body) {
        return new MutatedRequest(joined(head + "content-length: " + body.length + "\r\n\r\n", body), true);
    }

    private static byte[] joined(String head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
