package io.molt.proxy.request;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A chat completion request that a client sent, checked.
 *
 * @param received the body as it came, UTF-8
 * @param json the same, never changed
 * @param messages at least one, in order
 * @param identity who is talking
 */
public record ChatRequest(Received received, ObjectNode json, List<Message> messages, Identity identity) {

    /** Bytes with identity, so that a record may hold them. */
    public record Received(byte[] bytes) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    public ChatRequest {
        requireNonNull(received, "received");
        requireNonNull(json, "json");
        requireNonNull(identity, "identity");
        messages = List.copyOf(messages);
    }

    /**
     * Reads a request.
     *
     * @throws BadRequest with the field that is wrong; never anything else, whatever the bytes
     */
    public static ChatRequest read(Headers headers, byte[] body) throws BadRequest {
        ObjectNode json = object(body);
        check(json.path("model").isTextual() && !json.path("model").textValue().isBlank(), "model", "a model's name");
        check(isAbsentOr(json.path("stream"), json.path("stream").isBoolean()), "stream", "true or false");
        check(isAbsentOr(json.path("temperature"), json.path("temperature").isNumber()), "temperature", "a number");
        check(isAbsentOr(json.path("tools"), json.path("tools").isArray()), "tools", "a list of tools");
        List<Message> messages = messages(json.path("messages"));
        return new ChatRequest(new Received(body), json, messages, Identities.of(headers, json, messages));
    }

    public String model() {
        return json.path("model").textValue();
    }

    public boolean stream() {
        return json.path("stream").asBoolean(false);
    }

    /** Of sampling; 1 where the client leaves it open. */
    public double temperature() {
        JsonNode temperature = json.path("temperature");
        return temperature.isNumber() ? temperature.doubleValue() : 1;
    }

    public boolean wantsLogProbs() {
        return json.path("logprobs").asBoolean(false);
    }

    public boolean wantsTokenIds() {
        return json.path("return_token_ids").asBoolean(false);
    }

    /** Role and text of every message. */
    public List<ChatMessage> conversation() {
        return messages.stream().map(Message::asChat).toList();
    }

    private static ObjectNode object(byte[] body) throws BadRequest {
        try {
            if (JsonText.parse(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new BadRequest("", "the body is not valid JSON");
        }
        throw new BadRequest("", "the body must be a JSON object");
    }

    private static List<Message> messages(JsonNode json) throws BadRequest {
        check(json.isArray() && !json.isEmpty(), "messages", "a list of at least one message");
        List<Message> messages = new ArrayList<>();
        for (int position = 0; position < json.size(); position++) {
            String field = "messages[" + position + "]";
            JsonNode message = json.get(position);
            check(message.isObject(), field, "an object with role and content");
            check(message.path("role").isTextual(), field + ".role", "a string");
            checkContent(field + ".content", message.path("content"));
            checkList(field + ".tool_calls", message.path("tool_calls"));
            messages.add(Message.of(message));
        }
        return messages;
    }

    private static void checkContent(String field, JsonNode content) throws BadRequest {
        check(isAbsentOr(content, content.isTextual() || content.isArray()), field, "a string or a list of parts");
        if (content.isArray()) {
            boolean parts = IntStream.range(0, content.size())
                    .allMatch(position -> content.get(position).isObject());
            check(parts, field, "a list of parts, each an object");
        }
    }

    private static void checkList(String field, JsonNode value) throws BadRequest {
        check(isAbsentOr(value, value.isArray()), field, "a list");
    }

    private static boolean isAbsentOr(JsonNode value, boolean good) {
        return value.isMissingNode() || value.isNull() || good;
    }

    private static void check(boolean good, String field, String expected) throws BadRequest {
        if (!good) {
            throw new BadRequest(field, field + " must be " + expected);
        }
    }
}
