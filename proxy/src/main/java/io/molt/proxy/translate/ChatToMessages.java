package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Usage;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.translate.ReplyFlow.Begin;
import io.molt.proxy.translate.ReplyFlow.End;
import io.molt.proxy.translate.ReplyFlow.More;
import io.molt.proxy.translate.ReplyFlow.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chat answer, as Anthropic's Messages API has it. */
public final class ChatToMessages implements AnswerTranslation {

    private static final Map<String, String> STOP_REASONS = Map.of(
            "stop", "end_turn",
            "length", "max_tokens",
            "tool_calls", "tool_use",
            "function_call", "tool_use",
            "content_filter", "refusal");

    private final ReplyFlow flow = new ReplyFlow();
    private boolean begun;
    private boolean ended;

    /** Nothing has been answered yet. */
    public ChatToMessages() {}

    @Override
    public byte[] whole(JsonNode chatCompletion) {
        flow.read(chatCompletion);
        flow.finish();
        ObjectNode message = head();
        ArrayNode content = (ArrayNode) message.path("content");
        flow.parts().forEach(part -> content.add(block(part, part.text())));
        putStop(message);
        message.set("usage", usage(flow.usage()));
        return JsonText.bytes(message);
    }

    @Override
    public List<byte[]> event(JsonNode chatChunk) {
        List<byte[]> events = new ArrayList<>();
        if (ended) {
            return events;
        }
        if (Fields.isGiven(chatChunk.path("error"))) {
            ended = true;
            ChatError error = ChatError.of(chatChunk, "the upstream failed");
            return List.of(Sse.event(error.asMessages(error.status())));
        }
        List<Step> steps = flow.read(chatChunk);
        if (!begun) {
            begun = true;
            ObjectNode message = head();
            message.set("usage", usage(Usage.NONE));
            events.add(Sse.event(typed("message_start").set("message", message)));
        }
        steps.forEach(step -> events.add(Sse.event(event(step))));
        return events;
    }

    @Override
    public List<byte[]> done() {
        List<byte[]> events = new ArrayList<>();
        if (ended || flow.finishReason().isEmpty()) {
            return events;
        }
        ended = true;
        flow.finish().forEach(step -> events.add(Sse.event(event(step))));
        ObjectNode end = typed("message_delta");
        putStop(end.putObject("delta"));
        end.set("usage", usage(flow.usage()));
        events.add(Sse.event(end));
        events.add(Sse.event(typed("message_stop")));
        return events;
    }

    @Override
    public byte[] error(int status, byte[] chatErrorBody) {
        return JsonText.bytes(ChatError.of(status, chatErrorBody).asMessages(status));
    }

    private ObjectNode head() {
        ObjectNode message = JsonText.object()
                .put("id", "msg_" + flow.bareId())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", flow.model());
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    private void putStop(ObjectNode json) {
        String reason = flow.finishReason();
        boolean bySequence = reason.equals("stop") && !flow.stoppedBy().isEmpty();
        String stop = bySequence ? "stop_sequence" : STOP_REASONS.getOrDefault(reason, reason);
        json.put("stop_reason", stop.isEmpty() ? null : stop);
        json.put("stop_sequence", bySequence ? flow.stoppedBy() : null);
    }

    private static ObjectNode usage(Usage usage) {
        return JsonText.object()
                .put("input_tokens", Math.max(0, usage.promptTokens() - usage.cachedTokens()))
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.replyTokens());
    }

    private ObjectNode event(Step step) {
        ReplyPart part = step.part();
        if (step instanceof Begin) {
            return about("content_block_start", part).set("content_block", block(part, ""));
        }
        if (step instanceof More more) {
            return about("content_block_delta", part).set("delta", delta(part, more.text()));
        }
        if (step instanceof End) {
            return about("content_block_stop", part);
        }
        throw new IllegalStateException("unknown step " + step);
    }

    private ObjectNode block(ReplyPart part, String text) {
        return switch (part.kind()) {
            case REASONING -> typed("thinking").put("thinking", text).put("signature", "");
            case TEXT, REFUSAL -> typed("text").put("text", text);
            case TOOL_CALL -> typed("tool_use")
                    .put("id", part.id().isEmpty() ? "toolu_" + flow.bareId() + "_" + part.position() : part.id())
                    .put("name", part.name())
                    .set("input", input(text));
        };
    }

    private static ObjectNode delta(ReplyPart part, String text) {
        return switch (part.kind()) {
            case REASONING -> typed("thinking_delta").put("thinking", text);
            case TEXT, REFUSAL -> typed("text_delta").put("text", text);
            case TOOL_CALL -> typed("input_json_delta").put("partial_json", text);
        };
    }

    /** A tool's input is an object here. Arguments that are none cannot be said; they stand in one under their name. */
    private static ObjectNode input(String arguments) {
        if (arguments.isBlank()) {
            return JsonText.object();
        }
        try {
            if (JsonText.parse(arguments) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException noJson) {
            return JsonText.object().put("arguments", arguments);
        }
        return JsonText.object().put("arguments", arguments);
    }

    private static ObjectNode about(String type, ReplyPart part) {
        return typed(type).put("index", part.position());
    }

    private static ObjectNode typed(String type) {
        return JsonText.object().put("type", type);
    }
}
