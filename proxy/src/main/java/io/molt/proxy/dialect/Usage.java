package io.molt.proxy.dialect;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The tokens of one turn, as its upstream counted them.
 *
 * @param promptTokens all of the prompt, the cached ones included
 * @param cachedTokens of the prompt, read from a cache
 * @param replyTokens of the reply, reasoning included
 * @param reasoningTokens of the reply; 0 if the upstream does not tell
 */
public record Usage(long promptTokens, long cachedTokens, long replyTokens, long reasoningTokens) {

    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Of a chat completion. */
    public static Usage ofChat(JsonNode usage) {
        return new Usage(
                usage.path("prompt_tokens").asLong(),
                usage.path("prompt_tokens_details").path("cached_tokens").asLong(),
                usage.path("completion_tokens").asLong(),
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
    }

    /** Of a response. */
    public static Usage ofResponses(JsonNode usage) {
        return new Usage(
                usage.path("input_tokens").asLong(),
                usage.path("input_tokens_details").path("cached_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong());
    }

    /** Of a message; what a later event leaves out is as it was. */
    Usage andMessages(JsonNode usage) {
        long cached = usage.path("cache_read_input_tokens").asLong(cachedTokens);
        boolean tellsPrompt = usage.has("input_tokens");
        long prompt = usage.path("input_tokens").asLong()
                + usage.path("cache_creation_input_tokens").asLong()
                + cached;
        return new Usage(
                tellsPrompt ? prompt : promptTokens,
                tellsPrompt ? cached : cachedTokens,
                usage.path("output_tokens").asLong(replyTokens),
                reasoningTokens);
    }
}
