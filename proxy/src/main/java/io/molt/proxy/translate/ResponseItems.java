package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.translate.ReplyPart.Kind;
import io.molt.proxy.translate.ResponsesTools.Tool;
import java.util.ArrayList;
import java.util.List;

/** The output items of a response, and the events that tell of them. */
final class ResponseItems {

    private final ResponsesTools tools;
    private final ReplyFlow flow;

    ResponseItems(ResponsesTools tools, ReplyFlow flow) {
        this.tools = tools;
        this.flow = flow;
    }

    /** All items so far, as they are when whole. */
    List<ObjectNode> all() {
        return flow.parts().stream().map(part -> item(part, part.text())).toList();
    }

    List<ObjectNode> begin(ReplyPart part) {
        ObjectNode item = item(part, "");
        if (item.has("status")) {
            item.put("status", "in_progress");
        }
        if (part.kind() == Kind.TOOL_CALL) {
            return List.of(about("response.output_item.added", part).set("item", item));
        }
        boolean reasoning = part.kind() == Kind.REASONING;
        item.putArray(reasoning ? "summary" : "content");
        return List.of(
                about("response.output_item.added", part).set("item", item),
                inside(reasoning ? "response.reasoning_summary_part.added" : "response.content_part.added", part)
                        .set("part", content(part, "")));
    }

    List<ObjectNode> more(ReplyPart part, String text) {
        return switch (part.kind()) {
            case REASONING -> List.of(
                    inside("response.reasoning_summary_text.delta", part).put("delta", text));
            case REFUSAL -> List.of(inside("response.refusal.delta", part).put("delta", text));
            case TEXT -> List.of(
                    withLogProbs(inside("response.output_text.delta", part).put("delta", text)));
                // Free text lies inside of the arguments: it is told when they are whole.
            case TOOL_CALL -> tool(part).custom()
                    ? List.of()
                    : List.of(of("response.function_call_arguments.delta", part).put("delta", text));
        };
    }

    List<ObjectNode> end(ReplyPart part) {
        List<ObjectNode> events = new ArrayList<>();
        String text = part.text();
        switch (part.kind()) {
            case REASONING -> {
                events.add(inside("response.reasoning_summary_text.done", part).put("text", text));
                events.add(inside("response.reasoning_summary_part.done", part).set("part", content(part, text)));
            }
            case REFUSAL -> {
                events.add(inside("response.refusal.done", part).put("refusal", text));
                events.add(inside("response.content_part.done", part).set("part", content(part, text)));
            }
            case TEXT -> {
                events.add(
                        withLogProbs(inside("response.output_text.done", part).put("text", text)));
                events.add(inside("response.content_part.done", part).set("part", content(part, text)));
            }
            case TOOL_CALL -> {
                if (tool(part).custom()) {
                    String input = Tool.input(text);
                    events.add(of("response.custom_tool_call_input.delta", part).put("delta", input));
                    events.add(of("response.custom_tool_call_input.done", part).put("input", input));
                } else {
                    events.add(of("response.function_call_arguments.done", part)
                            .put("name", tool(part).name())
                            .put("arguments", text));
                }
            }
        }
        events.add(about("response.output_item.done", part).set("item", item(part, text)));
        return events;
    }

    private ObjectNode item(ReplyPart part, String text) {
        ObjectNode item = JsonText.object().put("id", id(part));
        switch (part.kind()) {
            case REASONING -> item.put("type", "reasoning").putArray("summary").add(content(part, text));
            case TEXT, REFUSAL -> item.put("type", "message")
                    .put("status", status(part))
                    .put("role", "assistant")
                    .putArray("content")
                    .add(content(part, text));
            case TOOL_CALL -> putCall(item, part, text);
        }
        return item;
    }

    private void putCall(ObjectNode item, ReplyPart part, String text) {
        Tool tool = tool(part);
        item.put("type", tool.custom() ? "custom_tool_call" : "function_call").put("status", status(part));
        item.put("call_id", part.id().isEmpty() ? "call_" + flow.bareId() + "_" + part.position() : part.id());
        item.put("name", tool.name());
        if (!tool.namespace().isEmpty()) {
            item.put("namespace", tool.namespace());
        }
        if (tool.custom()) {
            item.put("input", text.isEmpty() ? "" : Tool.input(text));
        } else {
            item.put("arguments", text);
        }
    }

    /** The last item of an answer that was cut short is incomplete. */
    private String status(ReplyPart part) {
        boolean isLast = part.position() == flow.parts().size() - 1;
        return isLast && flow.finishReason().equals("length") ? "incomplete" : "completed";
    }

    private static ObjectNode content(ReplyPart part, String text) {
        ObjectNode content = JsonText.object();
        switch (part.kind()) {
            case REASONING -> content.put("type", "summary_text").put("text", text);
            case REFUSAL -> content.put("type", "refusal").put("refusal", text);
            default -> withLogProbs(content.put("type", "output_text").put("text", text))
                    .putArray("annotations");
        }
        return content;
    }

    private static ObjectNode withLogProbs(ObjectNode json) {
        json.putArray("logprobs");
        return json;
    }

    private String id(ReplyPart part) {
        String kind =
                switch (part.kind()) {
                    case REASONING -> "rs_";
                    case TEXT, REFUSAL -> "msg_";
                    case TOOL_CALL -> tool(part).custom() ? "ctc_" : "fc_";
                };
        return kind + flow.bareId() + "_" + part.position();
    }

    private Tool tool(ReplyPart part) {
        return tools.named(part.name());
    }

    private ObjectNode inside(String type, ReplyPart part) {
        return of(type, part).put(part.kind() == Kind.REASONING ? "summary_index" : "content_index", 0);
    }

    private ObjectNode of(String type, ReplyPart part) {
        return about(type, part).put("item_id", id(part));
    }

    private static ObjectNode about(String type, ReplyPart part) {
        return JsonText.object().put("type", type).put("output_index", part.position());
    }
}
