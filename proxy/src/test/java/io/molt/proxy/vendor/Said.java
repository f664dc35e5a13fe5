package io.molt.proxy.vendor;

import java.util.List;

/**
 * What an answer says, in any dialect.
 *
 * @param id the answer's own, without the prefix that its API gives it
 * @param reasoning empty if there is none
 * @param text empty if there is none
 * @param finish {@code stop}, {@code length} or {@code tool_calls}
 */
public record Said(String id, String reasoning, String text, List<Call> calls, String finish) {

    /**
     * A tool call.
     *
     * @param arguments as JSON text; of a custom tool any text
     * @param custom one of OpenAI's tools that take any text
     */
    public record Call(String tool, String arguments, boolean custom) {}

    public Said {
        calls = List.copyOf(calls);
    }

    /** A text and nothing else. */
    public static Said text(String id, String text) {
        return new Said(id, "", text, List.of(), "stop");
    }
}
