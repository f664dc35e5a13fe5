package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.molt.proxy.dialect.Usage;
import io.molt.proxy.message.JsonText;
import java.util.List;

/** The response object of OpenAI's API, around the items of an answer. */
final class ResponseJson {

    /** Clients' types require these; each is what the request says, or this. */
    private static final List<Echo> ECHOES = List.of(
            new Echo("instructions", "null"),
            new Echo("max_output_tokens", "null"),
            new Echo("metadata", "{}"),
            new Echo("parallel_tool_calls", "true"),
            new Echo("previous_response_id", "null"),
            new Echo("reasoning", "{\"effort\":null,\"summary\":null}"),
            new Echo("temperature", "1.0"),
            new Echo("text", "{\"format\":{\"type\":\"text\"}}"),
            new Echo("tool_choice", "\"auto\""),
            new Echo("tools", "[]"),
            new Echo("top_p", "1.0"),
            new Echo("truncation", "\"disabled\""),
            new Echo("user", "null"));

    private record Echo(String field, String otherwise) {}

    /** What the request says of them; the rest of it is not kept. */
    private final ObjectNode echoed = JsonText.object();

    private final ReplyFlow flow;

    ResponseJson(ObjectNode request, ReplyFlow flow) {
        ECHOES.forEach(echo -> echoed.set(echo.field(), request.path(echo.field())));
        this.flow = flow;
    }

    ObjectNode inProgress() {
        return response("in_progress", List.of());
    }

    /** What the upstream has said by now is all. */
    ObjectNode ended(List<ObjectNode> items) {
        String reason =
                switch (flow.finishReason()) {
                    case "length" -> "max_output_tokens";
                    case "content_filter" -> "content_filter";
                    default -> "";
                };
        ObjectNode response = response(reason.isEmpty() ? "completed" : "incomplete", items);
        if (!reason.isEmpty()) {
            response.putObject("incomplete_details").put("reason", reason);
        }
        response.set("usage", usage(flow.usage()));
        return response;
    }

    ObjectNode failed(ChatError error, List<ObjectNode> items) {
        ObjectNode response = response("failed", items);
        boolean named = !error.code().isEmpty() && !error.code().matches("[0-9]+");
        response.putObject("error")
                .put("code", named ? error.code() : error.status() == 429 ? "rate_limit_exceeded" : "server_error")
                .put("message", error.message());
        return response;
    }

    private ObjectNode response(String status, List<ObjectNode> items) {
        ObjectNode response = JsonText.object()
                .put("id", "resp_" + flow.bareId())
                .put("object", "response")
                .put("created_at", flow.createdSeconds())
                .put("status", status)
                .put("background", false)
                .putNull("error")
                .putNull("incomplete_details")
                .put("model", flow.model())
                .put("store", false);
        response.putArray("output").addAll(items);
        for (Echo echo : ECHOES) {
            JsonNode given = echoed.path(echo.field());
            if (Fields.isGiven(given)) {
                response.set(echo.field(), given);
            } else {
                response.putRawValue(echo.field(), new RawValue(echo.otherwise()));
            }
        }
        return response.putNull("usage");
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = JsonText.object().put("input_tokens", usage.promptTokens());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", 0);
        json.put("output_tokens", usage.replyTokens());
        json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        return json.put("total_tokens", usage.promptTokens() + usage.replyTokens());
    }
}
