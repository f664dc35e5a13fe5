package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.access.AccessConfig;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.redact.Redaction;
import io.molt.proxy.redact.Secrets;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of every kind that molt knows, on their way through a whole proxy. */
class SecretsTest {

    private static final int SECRETS = 1_000;
    private static final int FAILURES = 200;
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());
    private static final String HARMLESS = "nothing to see here";

    /** Where in a turn it stands. */
    private enum Place {
        SYSTEM,
        USER,
        EARLIER_REPLY,
        TOOL_ARGUMENTS,
        REPLY
    }

    private static final List<Place> PLACES = List.of(Place.values());

    private static List<Function<SplittableRandom, String>> kinds() {
        List<Function<SplittableRandom, String>> kinds =
                new ArrayList<>(Secrets.kinds().values());
        Secrets.named().forEach((name, value) -> kinds.add(random -> name + "=\"" + value.apply(random) + "\""));
        kinds.add(random -> Secrets.privateKey(random, "RSA "));
        kinds.add(random -> "postgres://app:" + Secrets.named().get("apiKey").apply(random) + "@db.internal/app");
        return kinds;
    }

    /** By these characters one could still use it. */
    private static String core(String secret) {
        if (secret.startsWith("-----BEGIN")) {
            return secret.lines().skip(5).findFirst().orElseThrow();
        }
        String bare = secret.startsWith("postgres://")
                ? secret.substring("postgres://app:".length(), secret.indexOf('@'))
                : secret.endsWith("\"") ? secret.substring(0, secret.length() - 1) : secret;
        return bare.substring(bare.length() - Math.min(12, bare.length() / 2));
    }

    private static ObjectNode request(Words words, Place place, String secret) {
        String text = "It was in the log: " + secret + " and now?";
        ObjectNode request = words.request(
                place == Place.SYSTEM ? text : HARMLESS,
                List.of(
                        HARMLESS,
                        place == Place.EARLIER_REPLY ? text : HARMLESS,
                        place == Place.USER ? text : HARMLESS));
        if (place == Place.TOOL_ARGUMENTS) {
            String arguments = JsonText.write(JsonText.object().put("command", "login " + secret));
            switch (words.dialect()) {
                case CHAT -> request.withArray("messages")
                        .addObject()
                        .put("role", "assistant")
                        .putArray("tool_calls")
                        .addObject()
                        .put("id", "c1")
                        .putObject("function")
                        .put("name", "run")
                        .put("arguments", arguments);
                case MESSAGES -> request.withArray("messages")
                        .addObject()
                        .put("role", "assistant")
                        .putArray("content")
                        .addObject()
                        .put("type", "tool_use")
                        .put("id", "c1")
                        .put("name", "run")
                        .putObject("input")
                        .put("command", "login " + secret);
                case RESPONSES -> request.withArray("input")
                        .addObject()
                        .put("type", "function_call")
                        .put("call_id", "c1")
                        .put("name", "run")
                        .put("arguments", arguments);
            }
        }
        return request;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 11)
    void of_a_thousand_secrets_ten_at_most_are_in_the_record_none_is_in_the_log_and_all_reach_the_other_side(long seed)
            throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> replies = new ConcurrentHashMap<>();
        Map<String, String> secrets = new HashMap<>();
        try (LogLines log = new LogLines();
                Started molt = Started.untrained(
                        "chat, responses, messages",
                        Protection.none().with(Redaction.standard()),
                        (asked, connection) ->
                                words(asked).answer(connection, "id", replies.get(asked.header("x-session-id"))))) {
            for (int n = 0; n < SECRETS; n++) {
                String secret = kinds().get(n % kinds().size()).apply(random);
                Place place = PLACES.get(random.nextInt(PLACES.size()));
                Words words = new Words(DIALECTS.get(random.nextInt(3)), random.nextBoolean());
                String session = "s" + n;
                secrets.put(session, secret);
                replies.put(session, place == Place.REPLY ? "Here: " + secret + " it is." : HARMLESS);
                byte[] body = JsonText.bytes(request(words, place, secret));

                byte[] answer = molt.client()
                        .send(words.dialect().path(), body, "x-session-id", session)
                        .body();

                assertThat(words.read(answer)).isEqualTo(replies.get(session));
                assertThat(molt.upstream().asked.take().body()).isEqualTo(body);
            }

            assertThat(recorded(molt, secrets)).hasSizeLessThanOrEqualTo(SECRETS / 100);
            assertThat(log.all()).isNotEmpty();
            for (String secret : secrets.values()) {
                assertThat(log.all()).noneMatch(line -> line.contains(core(secret)));
            }
        }
    }

    /** Those secrets that are still in the record of their session. */
    private static List<String> recorded(Started molt, Map<String, String> secrets) throws InterruptedException {
        List<String> found = new ArrayList<>();
        int redacted = 0;
        for (int answered = 0; answered < secrets.size(); ) {
            TurnEvent event = molt.turns().next();
            answered += event instanceof TurnAnswered ? 1 : 0;
            String session = event instanceof TurnAnswered answer
                    ? answer.turn().sessionId()
                    : ((TurnRequested) event).turn().sessionId();
            String bytes = new String(Codecs.TURNS.encode(event), ISO_8859_1);
            redacted += bytes.contains("[redacted:") ? 1 : 0;
            if (bytes.contains(core(secrets.get(session)))) {
                found.add(secrets.get(session));
            }
        }
        assertThat(redacted).isGreaterThanOrEqualTo(secrets.size() * 99 / 100);
        return found;
    }

    private static Words words(ScriptedUpstream.Asked asked) throws IOException {
        Dialect dialect = DIALECTS.stream()
                .filter(each -> asked.line().contains(each.path()))
                .findFirst()
                .orElseThrow();
        return new Words(dialect, asked.json().path("stream").asBoolean());
    }

    /** What an upstream does wrong, with the secret in it. */
    private static void fail(ScriptedUpstream.Asked asked, ScriptedUpstream.Connection connection) throws Exception {
        String secret = JsonText.parse(asked.body()).at("/secret").asText();
        switch (asked.header("x-failure")) {
            case "refused" -> connection.whole(
                    400,
                    "x-secret: " + secret.lines().findFirst().orElse("") + "\r\n",
                    "{\"error\":\"" + secret + "\"}");
            case "failed" -> connection.whole(500, "", secret);
            case "no json" -> connection.whole(200, "", "{\"choices\":[" + secret);
            case "bad head" -> connection.write("HTTP/1.1 " + secret + "\r\n\r\n");
            case "bad events" -> {
                connection.head("text/event-stream");
                connection.chunk("data: {" + secret + "}\n\ndata: [" + secret + "\n\n");
                connection.end();
            }
            default -> {
                connection.head("text/event-stream");
                connection.event("{\"error\":{\"message\":\"" + secret.replace("\n", "") + "\"}}");
                connection.write("zz" + secret);
                connection.reset();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 12)
    void whatever_fails_with_a_secret_in_it_the_log_does_not_tell(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> secrets = new ArrayList<>();
        try (LogLines log = new LogLines();
                Started molt = Started.untrained(
                        "chat, responses, messages",
                        Protection.none().with(Redaction.standard()).with(new AccessConfig(false, "", 9)),
                        SecretsTest::fail)) {
            for (int n = 0; n < FAILURES; n++) {
                String secret = kinds().get(n % kinds().size()).apply(random);
                secrets.add(secret);
                failEverywhere(molt, secret, random);
            }

            for (String secret : secrets) {
                assertThat(log.all()).noneMatch(line -> line.contains(core(secret)));
            }
            assertThat(molt.client().get("/metrics").body())
                    .doesNotContain(secrets.stream().map(SecretsTest::core).toArray(String[]::new));
        }
    }

    private static void failEverywhere(Started molt, String secret, SplittableRandom random) throws Exception {
        Words words = new Words(DIALECTS.get(random.nextInt(3)), random.nextBoolean());
        String path = words.dialect().path();
        String line = secret.replaceAll("[^!-~]", "");
        byte[] body = JsonText.bytes(words.request("", List.of(secret)).put("secret", secret));
        for (String failure :
                Arrays.asList("refused", "failed", "no json", "bad head", "bad events", "broken in the middle")) {
            try {
                molt.client().send(path, body, "x-failure", failure);
            } catch (IOException broken) {
                assertThat(broken.getMessage()).doesNotContain(core(secret));
            }
        }
        List<byte[]> bad = List.of(
                ("{\"model\":\"" + line.replace("\"", "") + "\",").getBytes(UTF_8),
                ("{\"model\":1,\"messages\":\"" + line.replace("\"", "") + "\"}").getBytes(UTF_8),
                ("{\"model\":\"m\",\"messages\":" + "[".repeat(600) + '"' + line.replace("\"", "") + '"')
                        .getBytes(UTF_8),
                ("{\"turn_type\":\"" + line.replace("\"", "") + "\",\"model\":\"m\",\"messages\":[]}").getBytes(UTF_8));
        for (byte[] each : bad) {
            assertThat(molt.client().send(path, each).statusCode()).isEqualTo(400);
        }
        molt.client().send(path, body, "x-api-key", "molt_" + line);
        molt.client().send(path, body, "content-encoding", "gzip");
        molt.client().send(path, body, "content-encoding", line);
        molt.client().send(path, body, "x-agent-id", line.repeat(1 + 200 / line.length()));
        molt.client().send("/v1/outcomes", body);
        for (String raw : List.of(
                "POST /" + line + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n",
                "POST " + path + " HTTP/9." + line + "\r\n\r\n",
                line + "\r\n\r\n",
                "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n" + line + "\u0000: x\r\n\r\n",
                "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: " + line + "\r\n\r\n",
                "POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\n" + line
                        + "\r\n")) {
            try (RawClient client = new RawClient(molt.proxy().port())) {
                assertThat(client.ask(raw)).doesNotContain(core(secret));
            }
        }
    }
}
