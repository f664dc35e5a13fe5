package io.molt.schemas.table;

import io.molt.schemas.turn.MessageBody;

/**
 * The body of a message, once per session.
 *
 * @param agentId the agent
 * @param sessionId the conversation
 * @param body hash, role, text, and the client's JSON where it says more
 * @param seenAtMillis when the turn that first brought it was asked, epoch milliseconds UTC
 */
public record MessageRow(String agentId, String sessionId, MessageBody body, long seenAtMillis) {}
