package io.molt.schemas.table;

/**
 * How large a turn was.
 *
 * @param promptTokens tokens of the prompt; 0 if the engine did not tell
 * @param replyTokens tokens of the reply; 0 if the engine did not tell
 */
public record TurnSizes(int promptTokens, int replyTokens) {}
