package io.molt.proxy.vendor;

import static io.molt.proxy.vendor.Wire.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** OpenAI's chat completions; calls in parallel are said all at once, their pieces mixed. */
final class ChatWire implements Wire {

    private static final String USAGE =
            """
            "usage":{"prompt_tokens":120,"completion_tokens":12,"total_tokens":132,\
            "prompt_tokens_details":{"cached_tokens":100}}""";

    @Override
    public String whole(Said said) {
        StringJoiner calls = new StringJoiner(",");
        for (int index = 0; index < said.calls().size(); index++) {
            Said.Call call = said.calls().get(index);
            calls.add("{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
                    .formatted(id(said, index), quoted(call.tool()), quoted(call.arguments())));
        }
        String reasoning =
                said.reasoning().isEmpty() ? "" : ",\"reasoning_content\":%s".formatted(quoted(said.reasoning()));
        String tools = said.calls().isEmpty() ? "" : ",\"tool_calls\":[%s]".formatted(calls);
        return """
                {"id":"chatcmpl-%s","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":%s,"refusal":null%s%s},"logprobs":null,"finish_reason":"%s"}],%s}"""
                .formatted(said.id(), quoted(said.text()), reasoning, tools, said.finish(), USAGE);
    }

    @Override
    public List<String> begun(Said said) {
        List<String> events = new ArrayList<>(List.of(delta(said, "\"role\":\"assistant\",\"content\":\"\"", "null")));
        Wire.words(said.reasoning())
                .forEach(word -> events.add(delta(said, "\"reasoning_content\":" + quoted(word), "null")));
        Wire.words(said.text()).forEach(word -> events.add(delta(said, "\"content\":" + quoted(word), "null")));
        for (int index = 0; index < said.calls().size(); index++) {
            events.add(call(
                    said,
                    index,
                    "\"id\":\"%s\",\"type\":\"function\",".formatted(id(said, index)),
                    "\"name\":%s,\"arguments\":\"\""
                            .formatted(quoted(said.calls().get(index).tool()))));
        }
        for (int half = 0; half < 2; half++) {
            for (int index = 0; index < said.calls().size(); index++) {
                List<String> halves = Wire.halves(said.calls().get(index).arguments());
                if (half < halves.size()) {
                    events.add(call(said, index, "", "\"arguments\":" + quoted(halves.get(half))));
                }
            }
        }
        return events;
    }

    @Override
    public List<String> ended(Said said) {
        String usage = chunk(said, "\"choices\":[]," + USAGE);
        return List.of(delta(said, "", quoted(said.finish())), usage, "data: [DONE]\n\n");
    }

    @Override
    public String error(int status) {
        return """
                {"error":{"message":"scripted %d","type":"%s","param":null,"code":null}}"""
                .formatted(status, status >= 500 ? "server_error" : "invalid_request_error");
    }

    private static String id(Said said, int index) {
        return "call_" + said.id() + index;
    }

    private static String call(Said said, int index, String head, String function) {
        return delta(
                said, "\"tool_calls\":[{\"index\":%d,%s\"function\":{%s}}]".formatted(index, head, function), "null");
    }

    private static String delta(Said said, String delta, String finish) {
        return chunk(
                said,
                "\"choices\":[{\"index\":0,\"delta\":{%s},\"logprobs\":null,\"finish_reason\":%s}]"
                        .formatted(delta, finish));
    }

    private static String chunk(Said said, String fields) {
        return "data: {\"id\":\"chatcmpl-%s\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\",%s}\n\n"
                .formatted(said.id(), fields);
    }
}
