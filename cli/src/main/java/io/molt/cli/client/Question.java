package io.molt.cli.client;

import io.molt.schemas.turn.ChatMessage;
import java.util.List;

/**
 * One request of a simulated user.
 *
 * @param agentId sent as {@code X-Agent-Id}
 * @param sessionId sent as {@code X-Session-Id}
 * @param messages the whole conversation so far
 * @param sessionDone this is the session's last turn
 * @param maxTokens of the reply
 * @param seed of the sampling, so that a run can be repeated
 */
public record Question(
        String agentId, String sessionId, List<ChatMessage> messages, boolean sessionDone, int maxTokens, long seed) {

    public Question {
        messages = List.copyOf(messages);
    }
}
