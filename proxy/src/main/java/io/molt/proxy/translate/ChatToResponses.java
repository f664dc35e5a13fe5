package io.molt.proxy.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import io.molt.proxy.translate.ReplyFlow.Begin;
import io.molt.proxy.translate.ReplyFlow.End;
import io.molt.proxy.translate.ReplyFlow.More;
import io.molt.proxy.translate.ReplyFlow.Step;
import java.util.ArrayList;
import java.util.List;

/** A chat answer, as OpenAI's Responses API has it. */
public final class ChatToResponses implements AnswerTranslation {

    private final ReplyFlow flow = new ReplyFlow();
    private final ResponseJson response;
    private final ResponseItems items;
    private int sequence;
    private boolean begun;
    private boolean ended;

    /**
     * Nothing has been answered yet.
     *
     * @param request the client's, which the answer repeats in part
     * @throws BadRequest if its tools could not be translated
     */
    public ChatToResponses(ObjectNode request) throws BadRequest {
        response = new ResponseJson(request, flow);
        items = new ResponseItems(ResponsesTools.of(request.path("tools")), flow);
    }

    @Override
    public byte[] whole(JsonNode chatCompletion) {
        flow.read(chatCompletion);
        flow.finish();
        return JsonText.bytes(response.ended(items.all()));
    }

    @Override
    public List<byte[]> event(JsonNode chatChunk) {
        List<byte[]> events = new ArrayList<>();
        if (ended) {
            return events;
        }
        boolean failed = Fields.isGiven(chatChunk.path("error"));
        List<Step> steps = failed ? List.of() : flow.read(chatChunk);
        if (!begun) {
            begun = true;
            events.add(about("response.created", response.inProgress()));
            events.add(about("response.in_progress", response.inProgress()));
        }
        steps.forEach(step -> add(events, step));
        if (failed) {
            ended = true;
            ChatError error = ChatError.of(chatChunk, "the upstream failed");
            events.add(about("response.failed", response.failed(error, items.all())));
        }
        return events;
    }

    @Override
    public List<byte[]> done() {
        List<byte[]> events = new ArrayList<>();
        if (ended || flow.finishReason().isEmpty()) {
            return events;
        }
        ended = true;
        flow.finish().forEach(step -> add(events, step));
        ObjectNode end = response.ended(items.all());
        events.add(about("response." + end.path("status").asText(), end));
        return events;
    }

    @Override
    public byte[] error(int status, byte[] chatErrorBody) {
        return JsonText.bytes(ChatError.of(status, chatErrorBody).asResponses(status));
    }

    private void add(List<byte[]> events, Step step) {
        List<ObjectNode> told;
        if (step instanceof Begin) {
            told = items.begin(step.part());
        } else if (step instanceof More more) {
            told = items.more(more.part(), more.text());
        } else if (step instanceof End) {
            told = items.end(step.part());
        } else {
            throw new IllegalStateException("unknown step " + step);
        }
        told.forEach(event -> events.add(numbered(event)));
    }

    private byte[] about(String type, ObjectNode response) {
        return numbered(JsonText.object().put("type", type).set("response", response));
    }

    private byte[] numbered(ObjectNode event) {
        return Sse.event(event.put("sequence_number", sequence++));
    }
}
