package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Sha256;
import io.molt.schemas.turn.TurnKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Finds out who is talking: by molt's own headers, its body fields, or what known clients send. */
public final class Claims {

    /** Body fields that mean what the headers mean; the upstream does not know them. */
    static final Set<String> BODY_FIELDS = Set.of("agent_id", "session_id", "turn_type", "session_done");

    private static final int LONGEST_ID = 128;
    /** Whose skills everybody gets, so no agent may be called so. */
    private static final String EVERYBODY = "*";

    private static final List<String> SESSION_HEADERS =
            List.of("x-claude-code-session-id", "session-id", "x-session-affinity", "thread-id");

    private final Headers headers;
    private final TurnRequest request;
    private final Clients client;

    private Claims(Headers headers, TurnRequest request) {
        this.headers = headers;
        this.request = request;
        this.client = new Clients(headers, request);
    }

    /**
     * Reads a claim.
     *
     * @param known whose key the request came with; then nobody else may be named
     * @throws BadRequest if what it names cannot be, or is somebody else
     */
    public static Claim of(Headers headers, TurnRequest request, Optional<String> known) throws BadRequest {
        Claims found = new Claims(headers, request);
        String agentId = agent(found.said("x-agent-id", "agent_id"), known);
        return new Claim(agentId, found.sessionId(), found.kind(), found.sessionDone());
    }

    static String agent(Optional<String> named, Optional<String> known) throws BadRequest {
        if (known.isPresent() && named.isPresent() && !named.equals(known)) {
            throw new BadRequest("agent_id", "agent_id must be that of the key, or not be given");
        }
        return agentName(known.or(() -> named).orElse("default"));
    }

    private static String agentName(String agentId) throws BadRequest {
        if (agentId.length() > LONGEST_ID || !isPrintable(agentId) || agentId.equals(EVERYBODY)) {
            throw new BadRequest(
                    "agent_id", "agent_id must be 1 to " + LONGEST_ID + " printable characters and not '*'");
        }
        return agentId;
    }

    private Optional<String> sessionId() throws BadRequest {
        return said("x-session-id", "session_id")
                .or(this::knownToClients)
                .map(id -> client.subAgent().map(part -> id + "/" + part).orElse(id))
                .map(Claims::sessionName);
    }

    static String sessionName(String sessionId) {
        return sessionId.length() <= LONGEST_ID && isPrintable(sessionId) ? sessionId : "h-" + Sha256.of(sessionId);
    }

    private TurnKind kind() throws BadRequest {
        Optional<String> kind = said("x-turn-type", "turn_type");
        if (kind.isEmpty()) {
            return client.isSide() ? TurnKind.SIDE : TurnKind.MAIN;
        }
        return switch (kind.get().toLowerCase(Locale.ROOT)) {
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
        JsonNode value = request.body().value(field);
        if (value.isContainerNode()) {
            throw new BadRequest(field, field + " must be a string");
        }
        return headers.get(header).or(() -> text(value));
    }

    private Optional<String> knownToClients() {
        JsonNode metadata = request.body().value("metadata");
        Stream<Supplier<Optional<String>>> places = Stream.of(
                () -> SESSION_HEADERS.stream()
                        .flatMap(name -> headers.get(name).stream())
                        .findFirst(),
                () -> text(metadata.path("session_id")),
                () -> text(metadata.path("user_id")).flatMap(Claims::sessionInUserId),
                () -> text(request.body().value("prompt_cache_key")).map(Claims::withoutCounter),
                client::openClawSession);
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

    private static String withoutCounter(String cacheKey) {
        Matcher counted = Clients.COUNTED_KEY.matcher(cacheKey);
        return counted.matches() ? counted.group(1) : cacheKey;
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
