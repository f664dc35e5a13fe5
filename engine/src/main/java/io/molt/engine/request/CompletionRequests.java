package io.molt.engine.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.engine.request.CompletionRequest.Answer;
import io.molt.engine.request.CompletionRequest.Choice;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;

/** Reads chat completion requests. */
public final class CompletionRequests {

    private static final int LONGEST_REPLY = 512;
    private static final int MOST_STOPS = 16;
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(256 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CompletionRequests() {}

    /** Any JSON object. */
    public static JsonNode object(byte[] body) throws InvalidRequest {
        try {
            JsonNode json = MAPPER.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new InvalidRequest(400, "", "", "the body is not valid JSON");
        }
        throw new InvalidRequest(400, "", "", "the body must be a JSON object");
    }

    /**
     * Reads a request.
     *
     * @throws InvalidRequest with the field that is wrong; never anything else, whatever the bytes
     */
    public static CompletionRequest read(byte[] body) throws InvalidRequest {
        JsonNode json = object(body);
        JsonNode model = json.path("model");
        check(model.isTextual(), "model", "a string");
        check(json.path("n").asInt(1) == 1, "n", "1");
        return new CompletionRequest(model.textValue(), messages(json.path("messages")), choice(json), answer(json));
    }

    private static Choice choice(JsonNode json) throws InvalidRequest {
        double temperature = number(json, "temperature", 1, 0, 100);
        double topP = number(json, "top_p", 1, 0, 1);
        check(topP > 0, "top_p", "above 0");
        String limit = isGiven(json.path("max_completion_tokens")) ? "max_completion_tokens" : "max_tokens";
        int maxTokens = (int) wholeNumber(json, limit, LONGEST_REPLY, 1, Integer.MAX_VALUE);
        OptionalLong seed = isGiven(json.path("seed"))
                ? OptionalLong.of(wholeNumber(json, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
                : OptionalLong.empty();
        return new Choice(temperature, topP, maxTokens, seed, stop(json.path("stop")), yes(json, "ignore_eos"));
    }

    private static Answer answer(JsonNode json) throws InvalidRequest {
        JsonNode options = json.path("stream_options");
        check(!isGiven(options) || options.isObject(), "stream_options", "an object");
        return new Answer(
                yes(json, "stream"),
                yes(options, "include_usage"),
                yes(json, "logprobs"),
                yes(json, "return_token_ids"));
    }

    private static List<ChatMessage> messages(JsonNode json) throws InvalidRequest {
        check(json.isArray() && !json.isEmpty(), "messages", "a list of at least one message");
        List<ChatMessage> messages = new ArrayList<>();
        for (int position = 0; position < json.size(); position++) {
            JsonNode message = json.get(position);
            String field = "messages[" + position + "]";
            check(message.isObject(), field, "an object with role and content");
            String role = message.path("role").asText().equals("developer")
                    ? "system"
                    : message.path("role").asText();
            check(ROLES.contains(role), field + ".role", "system, user, assistant or tool");
            messages.add(new ChatMessage(role, text(field + ".content", message.path("content"))));
        }
        return messages;
    }

    private static String text(String field, JsonNode content) throws InvalidRequest {
        if (content.isTextual()) {
            return content.textValue();
        }
        check(!isGiven(content) || content.isArray(), field, "a string or a list of text parts");
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode part : content) {
            check(part.path("type").asText().equals("text") && part.path("text").isTextual(), field, "text only");
            text.add(part.path("text").textValue());
        }
        return text.toString();
    }

    private static List<String> stop(JsonNode stop) throws InvalidRequest {
        List<String> texts = new ArrayList<>();
        if (stop.isTextual()) {
            texts.add(stop.textValue());
        } else if (isGiven(stop)) {
            check(stop.isArray() && stop.size() <= MOST_STOPS, "stop", "a string or a list of at most " + MOST_STOPS);
            for (JsonNode text : stop) {
                check(text.isTextual(), "stop", "a string or a list of strings");
                texts.add(text.textValue());
            }
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }

    private static boolean yes(JsonNode json, String field) throws InvalidRequest {
        JsonNode value = json.path(field);
        check(!isGiven(value) || value.isBoolean(), field, "true or false");
        return value.asBoolean(false);
    }

    private static double number(JsonNode json, String field, double fallback, double min, double max)
            throws InvalidRequest {
        JsonNode value = json.path(field);
        if (!isGiven(value)) {
            return fallback;
        }
        double number = value.doubleValue();
        check(value.isNumber() && number >= min && number <= max, field, "a number from " + min + " to " + max);
        return number;
    }

    private static long wholeNumber(JsonNode json, String field, long fallback, long min, long max)
            throws InvalidRequest {
        JsonNode value = json.path(field);
        if (!isGiven(value)) {
            return fallback;
        }
        check(value.isIntegralNumber() && value.canConvertToLong(), field, "a whole number");
        check(value.longValue() >= min && value.longValue() <= max, field, "from " + min + " to " + max);
        return value.longValue();
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static void check(boolean good, String field, String expected) throws InvalidRequest {
        if (!good) {
            throw InvalidRequest.field(field, expected);
        }
    }
}
