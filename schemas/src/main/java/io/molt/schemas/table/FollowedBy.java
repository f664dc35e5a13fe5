package io.molt.schemas.table;

/**
 * What followed a turn.
 *
 * @param nextKind user reply, tool result, silence or unknown
 * @param nextTurnId the turn whose request brought it; empty for silence
 * @param nextText what was said
 * @param nextAtMillis when, epoch milliseconds UTC
 */
public record FollowedBy(String nextKind, String nextTurnId, String nextText, long nextAtMillis) {}
