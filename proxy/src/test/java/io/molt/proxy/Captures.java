package io.molt.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The captured requests of real clients, and what {@code captures.txt} says of them.
 *
 * @param requests of one client, in the order in which they came
 * @param facts about them
 */
record Captures(List<CapturedRequest> requests, List<Fact> facts) {

    /** A note of OpenClaw's own; texts of more than 40 characters are only known by their length. */
    private static final Pattern OPENCLAW_NOTE = Pattern.compile("x{220}");

    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    /** Something that is so for some requests. */
    record Fact(String client, String numbers, String what, String value) {

        boolean isAbout(CapturedRequest request) {
            Matcher range = RANGE.matcher(numbers);
            while (request.client().equals(client) && range.find()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                if (first <= request.number() && request.number() <= last) {
                    return true;
                }
            }
            return false;
        }
    }

    static Captures of(Path directory, String client) throws IOException {
        List<Fact> facts = known();
        List<CapturedRequest> requests = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve(client))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                requests.add(CapturedRequest.of(file));
            }
        }
        Captures captures = new Captures(requests, facts);
        return new Captures(requests.stream().map(captures::restored).toList(), facts);
    }

    private static List<Fact> known() throws IOException {
        try (InputStream in = Captures.class.getResourceAsStream("captures.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +", 4))
                    .map(cells -> new Fact(cells[0], cells[1], cells[2], cells.length > 3 ? cells[3] : ""))
                    .toList();
        }
    }

    private Optional<String> fact(CapturedRequest request, String what) {
        return facts.stream()
                .filter(fact -> fact.what().equals(what) && fact.isAbout(request))
                .map(Fact::value)
                .findFirst();
    }

    /** Requests with the same one are of one session, others are not. */
    String session(CapturedRequest request) {
        return fact(request, "apart").isPresent()
                ? request.name()
                : fact(request, "session").orElse(request.label());
    }

    boolean isSide(CapturedRequest request) {
        return fact(request, "side").isPresent();
    }

    boolean isRewritten(CapturedRequest request) {
        return fact(request, "rewrites").isPresent();
    }

    /** The request whose history first holds the answer to this one; empty if there is none. */
    Optional<CapturedRequest> follower(CapturedRequest request) {
        int answers = request.answersSentBack().size();
        return requests.stream()
                .filter(other -> other.number() > request.number())
                .filter(other -> session(other).equals(session(request)) && !isSide(other) && !isSide(request))
                .filter(other -> other.dialect().equals(request.dialect()))
                .findFirst()
                .filter(other -> other.answersSentBack().size() == answers + 1
                        || !other.previousId().isEmpty());
    }

    /** What a client is known by, and stands in no capture since it is text. */
    private CapturedRequest restored(CapturedRequest request) {
        if (!(request.body() instanceof ObjectNode)) {
            return request;
        }
        ObjectNode body = request.body().deepCopy();
        JsonNode history = body.path(body.has("input") ? "input" : "messages");
        if (!history.isArray() || history.isEmpty()) {
            return request;
        }
        if (request.client().equals("openclaw") && !body.path("tools").isEmpty()) {
            history.forEach(message -> rewrite(message, OPENCLAW_NOTE, "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>"));
            rewrite(history.get(history.size() - 1), Pattern.compile("x+"), "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>");
        }
        fact(request, "ends").ifPresent(text -> rewrite(history.get(history.size() - 1), Pattern.compile(".*"), text));
        fact(request, "begins").ifPresent(text -> rewrite(history.get(1), Pattern.compile(".*"), text));
        return request.with(body);
    }

    /** Puts a line before every text that looks so. */
    private static void rewrite(JsonNode message, Pattern text, String line) {
        if (message.path("content").isTextual()) {
            put((ObjectNode) message, "content", text, line);
        } else {
            message.path("content").forEach(part -> {
                if (part.path("text").isTextual()) {
                    put((ObjectNode) part, "text", text, line);
                }
            });
        }
    }

    private static void put(ObjectNode json, String name, Pattern text, String line) {
        String said = json.path(name).asText();
        if (text.matcher(said).matches()) {
            json.put(name, line + '\n' + said);
        }
    }
}
