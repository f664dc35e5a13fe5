package io.molt.schemas.turn;

/**
 * A message of a request by reference: its body travels once per session segment, as a {@link MessageBody}.
 *
 * @param role as the client sent it
 * @param matchHash hash of what identifies the message when a client re-sends it: role, text, tool name and sorted
 *     arguments, without reasoning, ids, cache marks, trailing blanks and what the proxy injected; 32 hex digits
 * @param bodyHash hash of the exact bytes, 32 hex digits
 */
public record ContextMessage(String role, @Hash String matchHash, @Hash String bodyHash) {}
