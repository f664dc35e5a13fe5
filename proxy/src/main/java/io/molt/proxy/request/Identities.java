package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.TurnKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds out who is talking: by molt's own headers, its body fields, what known clients send, or the first words. */
final class Identities {

    /** Body fields that mean what the headers mean; the upstream does not know them. */
    static final Set<String> BODY_FIELDS = Set.of("agent_id", "session_id", "turn_type", "session_done");

    private static final int LONGEST_ID = 128;
    /** Whose skills everybody gets, so no agent may be called so. */
    private static final String EVERYBODY = "*";

    private static final List<String> SESSION_HEADERS =
            List.of("x-claude-code-session-id", "session-id", "x-session-affinity", "thread-id");
    private static final Pattern OPENCLAW_RUNTIME =
            Pattern.compile("(?m)^Runtime: .*\\bsessionId=([0-9A-Za-z-]{8,64})");
    private static final Pattern OPENCLAW_CACHE_KEY = Pattern.compile("([0-9a-f-]{36}):\\d+");

    private final Headers headers;
    private final ObjectNode body;
    private final List<Message> messages;

    private Identities(Headers headers, ObjectNode body, List<Message> messages) {
        this.headers = headers;
        this.body = body;
        this.messages = messages;
    }

    static Identity of(Headers headers, ObjectNode body, List<Message> messages) throws BadRequest {
        Identities found = new Identities(headers, body, messages);
        String agentId = found.agentId();
        return new Identity(agentId, found.sessionId(agentId), found.kind(), found.sessionDone());
    }

    private String agentId() throws BadRequest {
        return agentName(said("x-agent-id", "agent_id").orElse("default"));
    }

    static String agentName(String agentId) throws BadRequest {
        if (agentId.length() > LONGEST_ID || !isPrintable(agentId) || agentId.equals(EVERYBODY)) {
            throw new BadRequest(
                    "agent_id", "agent_id must be 1 to " + LONGEST_ID + " printable characters and not '*'");
        }
        return agentId;
    }

    private String sessionId(String agentId) throws BadRequest {
        String sessionId = said("x-session-id", "session_id")
                .or(this::knownToClients)
                .orElseGet(() -> "d-" + Sha256.of(agentId + "\n" + apiKey() + "\n" + firstWords()));
        return sessionName(sessionId);
    }

    static String sessionName(String sessionId) {
        return sessionId.length() <= LONGEST_ID && isPrintable(sessionId) ? sessionId : "h-" + Sha256.of(sessionId);
    }

    private TurnKind kind() throws BadRequest {
        String kind = said("x-turn-type", "turn_type").orElse("main");
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "main" -> TurnKind.MAIN;
            case "side" -> TurnKind.SIDE;
            default -> throw new BadRequest("turn_type", "turn_type must be main or side");
        };
    }

    private boolean sessionDone() throws BadRequest {
        String done = said("x-session-done", "session_done").orElse("false");
        return switch (done.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new BadRequest("session_done", "session_done must be true or false");
        };
    }

    private Optional<String> said(String header, String field) throws BadRequest {
        JsonNode value = body.path(field);
        if (value.isContainerNode()) {
            throw new BadRequest(field, field + " must be a string");
        }
        return headers.get(header).or(() -> text(value));
    }

    private Optional<String> knownToClients() {
        JsonNode metadata = body.path("metadata");
        Stream<Supplier<Optional<String>>> places = Stream.of(
                () -> SESSION_HEADERS.stream()
                        .flatMap(name -> headers.get(name).stream())
                        .findFirst(),
                () -> text(metadata.path("session_id")),
                () -> text(metadata.path("user_id")).flatMap(Identities::sessionInUserId),
                () -> text(body.path("prompt_cache_key")).map(Identities::withoutCounter),
                this::openClawRuntime);
        return places.flatMap(place -> place.get().stream()).findFirst();
    }

    /** Claude Code writes a JSON object into a string. */
    private static Optional<String> sessionInUserId(String userId) {
        try {
            return text(JsonText.parse(userId).path("session_id"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** OpenClaw counts the parts of one session behind its id. */
    private static String withoutCounter(String cacheKey) {
        Matcher counted = OPENCLAW_CACHE_KEY.matcher(cacheKey);
        return counted.matches() ? counted.group(1) : cacheKey;
    }

    private Optional<String> openClawRuntime() {
        return messages.stream()
                .limit(2)
                .map(message -> OPENCLAW_RUNTIME.matcher(message.body().text()))
                .filter(Matcher::find)
                .map(runtime -> runtime.group(1))
                .findFirst();
    }

    private String firstWords() {
        return messages.stream()
                .filter(message -> message.context().role().equals("user"))
                .findFirst()
                .map(message -> message.context().matchHash())
                .orElse("");
    }

    private String apiKey() {
        return headers.get("authorization").or(() -> headers.get("x-api-key")).orElse("");
    }

    private static Optional<String> text(JsonNode value) {
        return value.isValueNode() && !value.isNull()
                ? Optional.of(value.asText().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static boolean isPrintable(String id) {
        return id.codePoints()
                .noneMatch(each -> Character.isISOControl(each)
                        || Character.getType(each) == Character.SURROGATE
                        || Character.getType(each) == Character.LINE_SEPARATOR
                        || Character.getType(each) == Character.PARAGRAPH_SEPARATOR);
    }
}
