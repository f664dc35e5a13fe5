package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.body.Extent;
import io.molt.proxy.body.JsonScan;
import io.molt.proxy.body.JsonScan.Member;
import io.molt.proxy.dialect.Dialect;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client sent to have answered, in any dialect: checked as far as molt reads it, else as it came.
 *
 * @param dialect of the client
 * @param body the bytes and where things stand in them
 * @param model asked for
 */
public record TurnRequest(Dialect dialect, JsonScan body, String model) {

    /** Characters. */
    private static final int LONGEST_MODEL = 256;

    /** All that is asked of a request once its answer has begun. */
    private static final List<String> OPTIONS = List.of("stream", "temperature", "logprobs", "return_token_ids");

    private static final Set<String> LISTS = Set.of("messages", "input", "system", "instructions", "tools");

    public TurnRequest {
        requireNonNull(dialect, "dialect");
        requireNonNull(body, "body");
        requireNonNull(model, "model");
    }

    /**
     * Reads a request.
     *
     * @throws BadRequest with the field that is wrong; never anything else, whatever the bytes
     */
    public static TurnRequest read(Dialect dialect, byte[] bytes) throws BadRequest {
        JsonScan body = scan(bytes);
        String model = body.text("model");
        check(!model.isBlank() && model.length() <= LONGEST_MODEL, "model", "a model's name");
        checkFlag(body, "stream");
        if (dialect == Dialect.RESPONSES) {
            checkInput(body);
        } else {
            checkMessages(body);
        }
        return new TurnRequest(dialect, body, model);
    }

    private static JsonScan scan(byte[] bytes) throws BadRequest {
        try {
            return JsonScan.of(bytes, LISTS);
        } catch (IOException e) {
            throw new BadRequest(
                    "", "the body must be one JSON object in UTF-8, nested at most " + JsonScan.DEEPEST + " deep");
        }
    }

    private static void checkFlag(JsonScan body, String name) throws BadRequest {
        Optional<Member> flag = body.member(name);
        boolean good =
                flag.isEmpty() || flag.get().isNull() || flag.get().kind().isBoolean();
        check(good, name, "true or false");
    }

    private static void checkMessages(JsonScan body) throws BadRequest {
        List<Extent> messages = body.member("messages")
                .filter(Member::isList)
                .map(Member::elements)
                .orElse(List.of());
        check(!messages.isEmpty(), "messages", "a list of at least one message");
        for (int position = 0; position < messages.size(); position++) {
            boolean object = body.bytes()[messages.get(position).from()] == '{';
            check(object, "messages[" + position + "]", "an object with role and content");
        }
    }

    private static void checkInput(JsonScan body) throws BadRequest {
        Optional<Member> input = body.member("input");
        boolean good = input.isEmpty()
                || input.get().isNull()
                || input.get().isString()
                || input.get().isList();
        check(good, "input", "a string or a list of items");
    }

    private static void check(boolean good, String field, String expected) throws BadRequest {
        if (!good) {
            throw new BadRequest(field, field + " must be " + expected);
        }
    }

    /** What is still of use when the answer has begun: how it is wanted, without what was said. */
    public TurnRequest options() {
        return new TurnRequest(dialect, body.only(OPTIONS), model);
    }

    public boolean stream() {
        return body.member("stream")
                .filter(flag -> flag.kind() == JsonToken.VALUE_TRUE)
                .isPresent();
    }

    /** Of sampling; 1 where the client leaves it open. */
    public double temperature() {
        JsonNode temperature = body.value("temperature");
        return temperature.isNumber() ? temperature.doubleValue() : 1;
    }

    public boolean wantsLogProbs() {
        return body.value("logprobs").asBoolean(false);
    }

    public boolean wantsTokenIds() {
        return body.value("return_token_ids").asBoolean(false);
    }

    /** The reply that this request goes on from without repeating what came before it; empty if it carries its history. */
    public Optional<String> previousId() {
        String id = dialect == Dialect.RESPONSES
                ? body.text("previous_response_id")
                : body.value("thread").path("previous_message_id").asText("");
        return Optional.of(id).filter(given -> !given.isEmpty());
    }
}
