/**
 * Clients of Anthropic's Messages and OpenAI's Responses API in front of an upstream that speaks chat completions.
 *
 * <pre>
 * reads       a client's request; the chat completion, its chunks or the error that the upstream answers with
 * writes      the request for the upstream; the answer, its events or the error as the client's API has them
 * guarantees  pure; streamed or in one piece an answer says the same; ids derive from the upstream's; a stream that
 *             broke off gets no clean end; what would change its meaning on the way is refused by the field's name
 * limits      thinking and reasoning of earlier turns, cache marks, effort, and tools that the provider itself runs are
 *             left out; an image in a tool's result follows it as the user's
 * </pre>
 */
package io.molt.proxy.translate;
