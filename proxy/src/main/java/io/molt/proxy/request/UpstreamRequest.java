package io.molt.proxy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;

/** The request as the upstream shall get it: what nobody edits stays as the client wrote it, byte for byte. */
public final class UpstreamRequest {

    private UpstreamRequest() {}

    /** For a model that is not ours: without molt's own fields. */
    public static byte[] untouched(ChatRequest request) {
        if (Identities.BODY_FIELDS.stream().noneMatch(request.json()::has)) {
            return request.received().bytes();
        }
        return JsonText.bytes(withoutIdentity(request));
    }

    /**
     * For the policy.
     *
     * @param model what the upstream calls it
     * @param trained also ask for what training needs: token ids and the log-probabilities of what was sampled
     * @param injected text to add to the first system message; empty for none
     */
    public static byte[] toPolicy(ChatRequest request, String model, boolean trained, String injected) {
        ObjectNode json = withoutIdentity(request);
        json.put("model", model);
        if (trained) {
            json.put("logprobs", true);
            json.put("return_token_ids", true);
            // An engine's own idea of a good temperature would make the recorded log-probabilities somebody else's.
            if (!json.path("temperature").isNumber()) {
                json.put("temperature", 1);
            }
        }
        if (!injected.isEmpty()) {
            inject((ArrayNode) json.get("messages"), injected);
        }
        return JsonText.bytes(json);
    }

    private static ObjectNode withoutIdentity(ChatRequest request) {
        ObjectNode json = request.json().deepCopy();
        json.remove(Identities.BODY_FIELDS);
        return json;
    }

    private static void inject(ArrayNode messages, String injected) {
        JsonNode first = messages.get(0);
        if (!first.path("role").asText().equals("system")) {
            messages.insertObject(0).put("role", "system").put("content", injected);
            return;
        }
        ObjectNode system = (ObjectNode) first;
        if (system.path("content") instanceof ArrayNode parts) {
            injectIntoParts(parts, injected);
        } else {
            system.put("content", system.path("content").asText("") + injected);
        }
    }

    /** Into the last text part: a part of its own would be joined with one more line break than was recorded. */
    private static void injectIntoParts(ArrayNode parts, String injected) {
        for (int position = parts.size() - 1; position >= 0; position--) {
            if (parts.get(position) instanceof ObjectNode part
                    && part.path("text").isTextual()) {
                part.put("text", part.path("text").textValue() + injected);
                return;
            }
        }
        parts.addObject().put("type", "text").put("text", injected);
    }
}
