package io.molt.operators.learn;

import io.molt.schemas.turn.ChatMessage;
import java.util.List;

/**
 * A turn that went wrong, with the words that say what to do instead.
 *
 * @param turnId which turn
 * @param agentSeq its place in the log
 * @param trajectory the session up to the turn, the failed reply last
 * @param hint what to do instead
 * @param sessionId its conversation; empty if it was recorded before sessions were kept
 */
public record Failure(String turnId, long agentSeq, List<ChatMessage> trajectory, String hint, String sessionId) {

    public Failure {
        trajectory = List.copyOf(trajectory);
        // State of an older release has no session.
        sessionId = sessionId == null ? "" : sessionId;
    }

    /** What the user had asked; empty if the turn had no user message. */
    public String question() {
        for (int i = trajectory.size() - 1; i >= 0; i--) {
            if (trajectory.get(i).role().equals("user")) {
                return trajectory.get(i).content();
            }
        }
        return "";
    }
}
