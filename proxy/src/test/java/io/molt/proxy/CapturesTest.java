package io.molt.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.ScriptedUpstream.Asked;
import io.molt.proxy.ScriptedUpstream.Connection;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.vendor.Said;
import io.molt.proxy.vendor.Wire;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real clients sent, sent again: whose it is, what it is for, what it goes on from. */
@EnabledIfSystemProperty(
        named = "molt.captures",
        matches = ".+",
        disabledReason = "no folder with captured requests was given by -Dmolt.captures")
class CapturesTest {

    private static final Path DIRECTORY = Path.of(System.getProperty("molt.captures", "."));

    /** A request's turn as it was recorded. */
    private record Turn(CapturedRequest sent, TurnRequested requested, TurnAnswered answered) {}

    private final SoftAssertions softly = new SoftAssertions();

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "claude-code, passed",
        "claude-code, translated",
        "codex, passed",
        "codex, translated",
        "openclaw, passed",
        "openclaw, translated",
        "opencode, passed",
        "opencode, translated",
        "sdk-js, passed",
        "sdk-js, translated",
        "gemini-cli, passed"
    })
    void every_request_is_known_for_what_it_is(String client, String route) throws Exception {
        Captures captures = Captures.of(DIRECTORY, client);
        Map<String, Turn> turns = new LinkedHashMap<>();
        boolean translated = route.equals("translated");
        Answering answering = new Answering();
        try (Started molt = Started.untrained(translated ? "chat" : "chat, responses, messages", answering)) {
            for (CapturedRequest request : captures.requests()) {
                answering.next = request;
                answering.said = said(captures, request);
                String answer = send(molt, request, captures.session(request));
                boolean refused = translated && !request.previousId().isEmpty() && answer.startsWith("HTTP/1.1 400");
                Optional<Turn> turn = refused ? Optional.empty() : turn(molt, request);
                turn.ifPresent(known -> turns.put(request.name(), known));
                if (translated && request.body().has("thread")) {
                    softly.assertThat(answer).as(request.name()).contains("thread_unsupported_request");
                } else if (turn.isPresent()) {
                    assertAnswer(request, answer);
                }
                if (turn.isPresent() && !translated) {
                    softly.assertThat(molt.upstream().asked.remove().body())
                            .as(request.name())
                            .isEqualTo(request.sentBody());
                } else {
                    molt.upstream().asked.clear();
                }
            }
        }

        assertSessions(captures, turns);
        assertNextStates(captures, turns);
        assertNothingTwice(turns);
        softly.assertAll();
    }

    /** The answer that the client sends back later. */
    private static Said said(Captures captures, CapturedRequest request) {
        Optional<CapturedRequest> follower = captures.follower(request);
        String id = follower.map(CapturedRequest::previousId)
                .filter(named -> named.startsWith("msg_"))
                .map(named -> named.substring("msg_".length()))
                .orElse(request.name().replace("/", ""));
        return follower.map(CapturedRequest::answersSentBack)
                .filter(answers -> answers.size() == request.answersSentBack().size() + 1)
                .map(answers -> answers.get(answers.size() - 1))
                .map(said -> new Said(id, said.reasoning(), said.text(), said.calls(), said.finish()))
                .orElseGet(() -> Said.text(id, "PLAIN-ANSWER from the fake upstream."));
    }

    private static String send(Started molt, CapturedRequest request, String run) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), molt.proxy().port())) {
            socket.setSoTimeout(20_000);
            // Each run had a key of its own.
            socket.getOutputStream().write(request.bytes("sk-" + run.replaceAll("[^0-9A-Za-z]", "-")));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            try {
                byte[] bytes = new byte[16 << 10];
                int length = socket.getInputStream().read(bytes);
                while (length >= 0) {
                    answer.append(new String(bytes, 0, length, ISO_8859_1));
                    // Whoever asked for a WebSocket keeps the connection and goes on without one.
                    length = answer.indexOf("HTTP/1.1 426") == 0
                            ? -1
                            : socket.getInputStream().read(bytes);
                }
            } catch (IOException broken) {
                // What came up to here is what the client has seen.
            }
            return answer.toString();
        }
    }

    private static Optional<Turn> turn(Started molt, CapturedRequest request) throws InterruptedException {
        if (request.dialect().isEmpty()) {
            return Optional.empty();
        }
        TurnRequested requested = molt.turns().requested();
        TurnAnswered answered = molt.turns().answered();
        assertThat(answered.turn()).as(request.name()).isEqualTo(requested.turn());
        return Optional.of(new Turn(request, requested, answered));
    }

    private void assertAnswer(CapturedRequest request, String answer) {
        int status = answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
        if (request.wasAnswered()) {
            softly.assertThat(status).as(request.name()).isEqualTo(200);
            boolean chunked = answer.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
            softly.assertThat(!chunked || answer.endsWith("0\r\n\r\n"))
                    .as(request.name() + " ends")
                    .isTrue();
        } else if (request.reply().path("status").asInt() == 200) {
            softly.assertThat(request.reply().path("result").asText().equals("error event")
                            || !answer.endsWith("0\r\n\r\n"))
                    .as(request.name() + " breaks off")
                    .isTrue();
        } else {
            softly.assertThat(status)
                    .as(request.name())
                    .isEqualTo(request.reply().path("status").asInt(502));
        }
    }

    private void assertSessions(Captures captures, Map<String, Turn> turns) {
        Map<String, String> known = new LinkedHashMap<>();
        Map<String, String> meant = new LinkedHashMap<>();
        turns.forEach((name, turn) -> {
            String session = turn.requested().turn().sessionId();
            String expected = captures.session(turn.sent());
            softly.assertThat(session)
                    .as("%s is of the session %s", name, expected)
                    .isEqualTo(known.computeIfAbsent(expected, unseen -> session));
            softly.assertThat(expected)
                    .as("%s is of the session %s", name, session)
                    .isEqualTo(meant.computeIfAbsent(session, unseen -> expected));
            softly.assertThat(turn.requested().kind())
                    .as("kind of %s", name)
                    .isEqualTo(captures.isSide(turn.sent()) ? TurnKind.SIDE : TurnKind.MAIN);
        });
    }

    private void assertNextStates(Captures captures, Map<String, Turn> turns) {
        int known = 0;
        for (Turn turn : turns.values()) {
            Optional<Turn> next = captures.follower(turn.sent())
                    .filter(follower -> turn.sent().wasAnswered())
                    .flatMap(follower -> Optional.ofNullable(turns.get(follower.name())));
            if (next.isPresent() && !captures.isRewritten(next.get().sent())) {
                known++;
                List<String> said = hashes(turn.requested().context());
                said.add(turn.answered().replyMatchHash());
                softly.assertThat(hashes(next.get().requested().context()))
                        .as(
                                "%s goes on from %s",
                                next.get().sent().name(), turn.sent().name())
                        .startsWith(said.toArray(String[]::new));
            }
        }
        softly.assertThat(known).isGreaterThanOrEqualTo(Math.min(1, turns.size()));
    }

    /** System messages take no part. */
    private static List<String> hashes(List<ContextMessage> context) {
        List<String> hashes = new ArrayList<>();
        context.stream()
                .filter(message ->
                        !message.role().equals("system") && !message.role().equals("developer"))
                .forEach(message -> hashes.add(message.matchHash()));
        return hashes;
    }

    private void assertNothingTwice(Map<String, Turn> turns) {
        Map<String, Set<String>> carried = new LinkedHashMap<>();
        turns.forEach((name, turn) -> {
            String session = turn.requested().turn().sessionId();
            if (turn.requested().keyframe()) {
                carried.remove(session);
            }
            Set<String> before = carried.computeIfAbsent(session, unseen -> new HashSet<>());
            for (MessageBody body : turn.requested().bodies()) {
                softly.assertThat(before.add(body.bodyHash()))
                        .as("%s records a message once", name)
                        .isTrue();
            }
        });
    }

    /** The upstream: it does again what it did when the request was captured. */
    private static final class Answering implements ScriptedUpstream.Script {

        private volatile CapturedRequest next;
        private volatile Said said;

        @Override
        public void answer(Asked asked, Connection connection) throws Exception {
            CapturedRequest request = next;
            int status = request.reply().path("status").asInt();
            Optional<Dialect> dialect = request.dialect().map(own -> asked.isChat() ? Dialect.CHAT : own);
            if (status == 0) {
                connection.reset();
            } else if (dialect.isEmpty() || status != 200) {
                Wire wire = Wire.of(dialect.orElse(Dialect.CHAT));
                connection.whole(status, "", status == 200 ? "{\"data\":[]}" : wire.error(status));
            } else if (asked.json().path("stream").asBoolean()) {
                stream(connection, Wire.of(dialect.get()), request);
            } else {
                connection.whole(200, "", Wire.of(dialect.get()).whole(said));
            }
        }

        private void stream(Connection connection, Wire wire, CapturedRequest request) throws IOException {
            connection.head("text/event-stream");
            for (String event : wire.begun(said)) {
                connection.chunk(event);
            }
            switch (request.reply().path("result").asText()) {
                case "complete" -> {
                    for (String event : wire.ended(said)) {
                        connection.chunk(event);
                    }
                    connection.end();
                }
                case "ended early" -> connection.end();
                case "error event" -> {
                    connection.chunk("event: error\ndata: " + wire.error(500) + "\n\n");
                    connection.end();
                }
                default -> connection.reset();
            }
        }
    }
}
