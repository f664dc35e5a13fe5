package io.molt.proxy.vendor;

import static io.molt.proxy.vendor.Wire.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Anthropic's messages, with the pings that it sends. */
final class MessagesWire implements Wire {

    private static final Map<String, String> STOP_REASONS =
            Map.of("stop", "end_turn", "length", "max_tokens", "tool_calls", "tool_use");

    @Override
    public String whole(Said said) {
        StringJoiner content = new StringJoiner(",");
        if (!said.reasoning().isEmpty()) {
            content.add("{\"type\":\"thinking\",\"thinking\":%s,\"signature\":\"c2lnbmVk\"}"
                    .formatted(quoted(said.reasoning())));
        }
        if (!said.text().isEmpty()) {
            content.add("{\"type\":\"text\",\"text\":%s}".formatted(quoted(said.text())));
        }
        for (int index = 0; index < said.calls().size(); index++) {
            Said.Call call = said.calls().get(index);
            content.add("{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":%s,\"input\":%s}"
                    .formatted(id(said, index), quoted(call.tool()), call.arguments()));
        }
        return message(said, content.toString(), quoted(STOP_REASONS.get(said.finish())), 12);
    }

    @Override
    public List<String> begun(Said said) {
        List<String> events = new ArrayList<>();
        events.add(event("message_start", "\"message\":" + message(said, "", "null", 1)));
        events.add(event("ping", ""));
        int index = 0;
        if (!said.reasoning().isEmpty()) {
            List<String> deltas = new ArrayList<>();
            Wire.words(said.reasoning())
                    .forEach(word -> deltas.add("\"type\":\"thinking_delta\",\"thinking\":" + quoted(word)));
            deltas.add("\"type\":\"signature_delta\",\"signature\":\"c2lnbmVk\"");
            block(events, index++, "\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"", deltas);
        }
        if (!said.text().isEmpty()) {
            List<String> deltas = Wire.words(said.text()).stream()
                    .map(word -> "\"type\":\"text_delta\",\"text\":" + quoted(word))
                    .toList();
            block(events, index++, "\"type\":\"text\",\"text\":\"\"", deltas);
        }
        for (int call = 0; call < said.calls().size(); call++) {
            List<String> deltas = Wire.halves(said.calls().get(call).arguments()).stream()
                    .map(half -> "\"type\":\"input_json_delta\",\"partial_json\":" + quoted(half))
                    .toList();
            String start = "\"type\":\"tool_use\",\"id\":\"%s\",\"name\":%s,\"input\":{}"
                    .formatted(id(said, call), quoted(said.calls().get(call).tool()));
            block(events, index++, start, deltas);
        }
        return events;
    }

    @Override
    public List<String> ended(Said said) {
        String delta = "\"delta\":{\"stop_reason\":%s,\"stop_sequence\":null},\"usage\":{\"output_tokens\":12}"
                .formatted(quoted(STOP_REASONS.get(said.finish())));
        return List.of(event("message_delta", delta), event("message_stop", ""));
    }

    @Override
    public String error(int status) {
        String type =
                switch (status) {
                    case 401 -> "authentication_error";
                    case 429 -> "rate_limit_error";
                    case 529 -> "overloaded_error";
                    default -> status >= 500 ? "api_error" : "invalid_request_error";
                };
        return """
                {"type":"error","error":{"type":"%s","message":"scripted %d"},"request_id":"req_7"}"""
                .formatted(type, status);
    }

    private static String id(Said said, int index) {
        return "toolu_" + said.id() + index;
    }

    private static String message(Said said, String content, String stop, int output) {
        return """
                {"id":"msg_%s","type":"message","role":"assistant","model":"m","content":[%s],"stop_reason":%s,\
                "stop_sequence":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":0,\
                "cache_read_input_tokens":100,"output_tokens":%d}}"""
                .formatted(said.id(), content, stop, output);
    }

    private static void block(List<String> events, int index, String start, List<String> deltas) {
        String at = "\"index\":" + index;
        events.add(event("content_block_start", at + ",\"content_block\":{%s}".formatted(start)));
        deltas.forEach(delta -> events.add(event("content_block_delta", at + ",\"delta\":{%s}".formatted(delta))));
        events.add(event("content_block_stop", at));
    }

    private static String event(String type, String fields) {
        String more = fields.isEmpty() ? "" : "," + fields;
        return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, more);
    }
}
