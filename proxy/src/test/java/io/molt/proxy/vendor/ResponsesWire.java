package io.molt.proxy.vendor;

import static io.molt.proxy.vendor.Wire.quoted;

import java.util.ArrayList;
import java.util.List;

/** OpenAI's responses. */
final class ResponsesWire implements Wire {

    private int sequence;

    @Override
    public String whole(Said said) {
        return response(said, true);
    }

    @Override
    public List<String> begun(Said said) {
        List<String> events = new ArrayList<>();
        events.add(event("response.created", "\"response\":" + response(said, false)));
        events.add(event("response.in_progress", "\"response\":" + response(said, false)));
        int index = 0;
        if (!said.reasoning().isEmpty()) {
            reasoning(said, index++, events);
        }
        if (!said.text().isEmpty()) {
            text(said, index++, events);
        }
        for (int call = 0; call < said.calls().size(); call++) {
            call(said, call, index++, events);
        }
        return events;
    }

    @Override
    public List<String> ended(Said said) {
        String type = isCutShort(said) ? "response.incomplete" : "response.completed";
        return List.of(event(type, "\"response\":" + response(said, true)));
    }

    @Override
    public String error(int status) {
        return new ChatWire().error(status);
    }

    private void reasoning(Said said, int index, List<String> events) {
        String at = "\"item_id\":\"rs_%s\",\"output_index\":%d,\"summary_index\":0".formatted(said.id(), index);
        String part = "\"part\":{\"type\":\"summary_text\",\"text\":%s}";
        added(events, index, "{\"id\":\"rs_%s\",\"type\":\"reasoning\",\"summary\":[]}".formatted(said.id()));
        events.add(event("response.reasoning_summary_part.added", at + "," + part.formatted("\"\"")));
        for (String word : Wire.words(said.reasoning())) {
            events.add(event("response.reasoning_summary_text.delta", at + ",\"delta\":" + quoted(word)));
        }
        events.add(event("response.reasoning_summary_text.done", at + ",\"text\":" + quoted(said.reasoning())));
        events.add(event("response.reasoning_summary_part.done", at + "," + part.formatted(quoted(said.reasoning()))));
        done(events, index, reasoningItem(said));
    }

    private void text(Said said, int index, List<String> events) {
        String at = "\"item_id\":\"msg_%s\",\"output_index\":%d,\"content_index\":0".formatted(said.id(), index);
        String item =
                "{\"id\":\"msg_%s\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}";
        added(events, index, item.formatted(said.id()));
        events.add(event("response.content_part.added", at + ",\"part\":" + outputText("")));
        for (String word : Wire.words(said.text())) {
            events.add(
                    event("response.output_text.delta", at + ",\"delta\":%s,\"logprobs\":[]".formatted(quoted(word))));
        }
        events.add(
                event("response.output_text.done", at + ",\"text\":%s,\"logprobs\":[]".formatted(quoted(said.text()))));
        events.add(event("response.content_part.done", at + ",\"part\":" + outputText(said.text())));
        done(events, index, messageItem(said));
    }

    private void call(Said said, int number, int index, List<String> events) {
        Said.Call call = said.calls().get(number);
        String at = "\"item_id\":\"fc_%s%d\",\"output_index\":%d".formatted(said.id(), number, index);
        String type = call.custom() ? "response.custom_tool_call_input" : "response.function_call_arguments";
        added(events, index, callItem(said, number, "in_progress", ""));
        for (String half : Wire.halves(call.arguments())) {
            events.add(event(type + ".delta", at + ",\"delta\":" + quoted(half)));
        }
        String name = call.custom() ? "\"input\":" : "\"name\":" + quoted(call.tool()) + ",\"arguments\":";
        events.add(event(type + ".done", at + "," + name + quoted(call.arguments())));
        done(events, index, callItem(said, number, "completed", call.arguments()));
    }

    private static String response(Said said, boolean ended) {
        List<String> output = new ArrayList<>();
        if (ended && !said.reasoning().isEmpty()) {
            output.add(reasoningItem(said));
        }
        if (ended && !said.text().isEmpty()) {
            output.add(messageItem(said));
        }
        for (int call = 0; ended && call < said.calls().size(); call++) {
            output.add(callItem(said, call, "completed", said.calls().get(call).arguments()));
        }
        String usage = !ended
                ? "null"
                : """
                {"input_tokens":120,"input_tokens_details":{"cached_tokens":100,"cache_write_tokens":0},"output_tokens":12,\
                "output_tokens_details":{"reasoning_tokens":0},"total_tokens":132}""";
        boolean cut = ended && isCutShort(said);
        return """
                {"id":"resp_%s","object":"response","created_at":1700000000,"status":"%s","background":false,"error":null,\
                "incomplete_details":%s,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"model":"m",\
                "output":[%s],"parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,\
                "reasoning":{"effort":null,"summary":null},"safety_identifier":null,"service_tier":"default","store":true,\
                "temperature":1.0,"text":{"format":{"type":"text"},"verbosity":"medium"},"tool_choice":"auto","tools":[],\
                "top_logprobs":0,"top_p":1.0,"truncation":"disabled","usage":%s,"user":null,"metadata":{}}"""
                .formatted(
                        said.id(),
                        !ended ? "in_progress" : cut ? "incomplete" : "completed",
                        cut ? "{\"reason\":\"max_output_tokens\"}" : "null",
                        String.join(",", output),
                        usage);
    }

    private static boolean isCutShort(Said said) {
        return said.finish().equals("length");
    }

    private static String reasoningItem(Said said) {
        return "{\"id\":\"rs_%s\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":%s}]}"
                .formatted(said.id(), quoted(said.reasoning()));
    }

    private static String messageItem(Said said) {
        return "{\"id\":\"msg_%s\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[%s]}"
                .formatted(said.id(), outputText(said.text()));
    }

    private static String outputText(String text) {
        return "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":%s}".formatted(quoted(text));
    }

    private static String callItem(Said said, int number, String status, String arguments) {
        Said.Call call = said.calls().get(number);
        String type = call.custom() ? "custom_tool_call" : "function_call";
        return "{\"id\":\"fc_%s%d\",\"type\":\"%s\",\"status\":\"%s\",\"call_id\":\"call_%s%d\",\"name\":%s,\"%s\":%s}"
                .formatted(
                        said.id(),
                        number,
                        type,
                        status,
                        said.id(),
                        number,
                        quoted(call.tool()),
                        call.custom() ? "input" : "arguments",
                        quoted(arguments));
    }

    private void added(List<String> events, int index, String item) {
        events.add(event("response.output_item.added", "\"output_index\":%d,\"item\":%s".formatted(index, item)));
    }

    private void done(List<String> events, int index, String item) {
        events.add(event("response.output_item.done", "\"output_index\":%d,\"item\":%s".formatted(index, item)));
    }

    private String event(String type, String fields) {
        return "event: %s\ndata: {\"type\":\"%s\",\"sequence_number\":%d,%s}\n\n"
                .formatted(type, type, sequence++, fields);
    }
}
