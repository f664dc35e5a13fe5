package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.schemas.turn.Sampled;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Puts an answer together, from one JSON object or from the chunks of a stream. Of several choices the first counts. */
public final class ChatReply implements Reply {

    private final ChatReplyMessage message = new ChatReplyMessage();
    private final List<Integer> promptTokenIds = new ArrayList<>();
    private final List<Integer> tokenIds = new ArrayList<>();
    private final List<Float> logProbs = new ArrayList<>();
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();
    private String finishReason = "";
    private String id = "";
    private String model = "";
    private String error = "";
    private Usage usage = Usage.NONE;

    /** A chat completion, or one chunk of it. */
    @Override
    public void read(JsonNode json) {
        addInts(promptTokenIds, json.path("prompt_token_ids"));
        id = json.path("id").asText(id);
        model = json.path("model").asText(model);
        if (json.path("error").isObject()) {
            error = json.path("error").path("type").asText("error");
        }
        if (json.path("usage").isObject()) {
            usage = Usage.ofChat(json.path("usage"));
        }
        for (JsonNode choice : json.path("choices")) {
            int index = Math.max(0, choice.path("index").asInt(0));
            if (index >= 1024) {
                continue;
            }
            begun.set(index);
            String reason = choice.path("finish_reason").asText("");
            if (!reason.isEmpty()) {
                finished.set(index);
            }
            if (index == 0) {
                readFirst(choice, reason);
            }
        }
    }

    private void readFirst(JsonNode choice, String reason) {
        if (!reason.isEmpty()) {
            finishReason = reason;
        }
        message.add(choice.has("delta") ? choice.path("delta") : choice.path("message"));
        addInts(tokenIds, choice.path("token_ids"));
        for (JsonNode token : choice.path("logprobs").path("content")) {
            logProbs.add((float) token.path("logprob").asDouble());
        }
    }

    /** Every choice that began has a finish reason. */
    @Override
    public boolean whole() {
        return !begun.isEmpty() && begun.equals(finished);
    }

    @Override
    public String error() {
        return error;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Usage usage() {
        return usage;
    }

    /** As the upstream said; empty if it did not. */
    @Override
    public String finishReason() {
        return finishReason;
    }

    /** The assistant's message so far, in the form in which clients re-send it. */
    @Override
    public ObjectNode message() {
        return message.json();
    }

    /**
     * What was sampled, if the upstream told all of it and it is not longer than anybody trains on.
     *
     * @param temperature of the request
     * @param longest tokens of prompt and reply
     */
    @Override
    public Sampled sampled(double temperature, int longest) {
        boolean told = !promptTokenIds.isEmpty() && !tokenIds.isEmpty() && tokenIds.size() == logProbs.size();
        if (!told || promptTokenIds.size() + tokenIds.size() > longest) {
            return Sampled.UNKNOWN;
        }
        float[] values = new float[logProbs.size()];
        for (int position = 0; position < values.length; position++) {
            values[position] = logProbs.get(position);
        }
        return new Sampled(ints(promptTokenIds), ints(tokenIds), values, temperature);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void addInts(List<Integer> values, JsonNode json) {
        for (JsonNode value : json) {
            values.add(value.asInt());
        }
    }
}
