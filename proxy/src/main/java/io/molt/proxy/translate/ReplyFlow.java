package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.dialect.Usage;
import io.molt.proxy.message.MessageText;
import io.molt.proxy.translate.ReplyPart.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A chat answer as a row of parts, of which each ends before the next begins. Tool calls that the upstream mixes are
 * told one after the other: what belongs to a later one waits until the earlier one's arguments are whole.
 */
final class ReplyFlow {

    private static final int MOST_TOOL_CALLS = 1024;

    /** What happens to a part. */
    sealed interface Step {

        ReplyPart part();
    }

    record Begin(ReplyPart part) implements Step {}

    /** More of its text, never empty. */
    record More(ReplyPart part, String text) implements Step {}

    record End(ReplyPart part) implements Step {}

    private final List<ReplyPart> parts = new ArrayList<>();
    private int current;
    private String id = "";
    private String model = "";
    private long createdSeconds;
    private String finishReason = "";
    private String stoppedBy = "";
    private Usage usage = Usage.NONE;

    /** A chat completion or one chunk of it; of several choices the first counts. */
    List<Step> read(JsonNode chat) {
        id = id.isEmpty() ? chat.path("id").asText("") : id;
        model = model.isEmpty() ? chat.path("model").asText("") : model;
        createdSeconds = createdSeconds == 0 ? chat.path("created").asLong() : createdSeconds;
        usage = chat.path("usage").isObject() ? Usage.ofChat(chat.path("usage")) : usage;
        for (JsonNode choice : chat.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                add(choice.has("delta") ? choice.path("delta") : choice.path("message"));
                finishReason = choice.path("finish_reason").asText(finishReason);
                stoppedBy = choice.path("stop_reason").isTextual()
                        ? choice.path("stop_reason").textValue()
                        : stoppedBy;
            }
        }
        return steps(false);
    }

    /** Ends every part that is still open. */
    List<Step> finish() {
        return steps(true);
    }

    /** Without the prefix that chat puts before it; never empty. */
    String bareId() {
        String bare = id.startsWith("chatcmpl-") ? id.substring("chatcmpl-".length()) : id;
        return bare.isEmpty() ? "0" : bare;
    }

    String model() {
        return model;
    }

    /** Epoch seconds UTC, as the upstream says; 0 if it does not. */
    long createdSeconds() {
        return createdSeconds;
    }

    /** As chat has it; {@code tool_calls} whenever there are some; empty if the upstream has not said. */
    String finishReason() {
        boolean calls = parts.stream().anyMatch(part -> part.kind() == Kind.TOOL_CALL);
        return calls && finishReason.equals("stop") ? "tool_calls" : finishReason;
    }

    /** The stop sequence that was met; empty if none was or the upstream does not tell. */
    String stoppedBy() {
        return stoppedBy;
    }

    Usage usage() {
        return usage;
    }

    /** All parts so far. */
    List<ReplyPart> parts() {
        return Collections.unmodifiableList(parts);
    }

    private void add(JsonNode delta) {
        String reasoning = delta.path("reasoning_content").asText("");
        add(Kind.REASONING, reasoning.isEmpty() ? delta.path("reasoning").asText("") : reasoning);
        add(Kind.TEXT, MessageText.of(delta));
        add(Kind.REFUSAL, delta.path("refusal").asText(""));
        int position = 0;
        for (JsonNode call : delta.path("tool_calls")) {
            int index = call.path("index").asInt(position++);
            if (index >= 0 && index < MOST_TOOL_CALLS) {
                ReplyPart part = toolCall(index);
                JsonNode function = call.path("function");
                part.call(call.path("id").asText(""), function.path("name").asText(""));
                part.add(function.path("arguments").asText(""));
            }
        }
    }

    private void add(Kind kind, String text) {
        if (text.isEmpty()) {
            return;
        }
        boolean goesOn = !parts.isEmpty() && parts.get(parts.size() - 1).kind() == kind;
        ReplyPart part = goesOn ? parts.get(parts.size() - 1) : begin(kind, 0);
        part.add(text);
    }

    private ReplyPart toolCall(int index) {
        return parts.stream()
                .filter(part -> part.is(Kind.TOOL_CALL, index))
                .findFirst()
                .orElseGet(() -> begin(Kind.TOOL_CALL, index));
    }

    private ReplyPart begin(Kind kind, int toolIndex) {
        ReplyPart part = new ReplyPart(kind, parts.size(), toolIndex);
        parts.add(part);
        return part;
    }

    private List<Step> steps(boolean all) {
        List<Step> steps = new ArrayList<>();
        while (current < parts.size()) {
            ReplyPart part = parts.get(current);
            if (!all && !part.mayBegin()) {
                break;
            }
            if (part.begin()) {
                steps.add(new Begin(part));
            }
            boolean isOver = all || (current < parts.size() - 1 && part.mayEnd());
            String news = part.news(isOver);
            if (!news.isEmpty()) {
                steps.add(new More(part, news));
            }
            if (!isOver) {
                break;
            }
            steps.add(new End(part));
            current++;
        }
        return steps;
    }
}
