package io.molt.cli.demo;

import io.molt.cli.client.Reply;

/**
 * One session of a simulated user.
 *
 * @param agentId whose
 * @param index 0 to N - 1 within the agent
 * @param accepted the first reply was what the user wanted
 * @param reply the first turn
 * @param acknowledgement the second turn, whose request carried the feedback
 */
public record Interaction(String agentId, int index, boolean accepted, Reply reply, Reply acknowledgement) {

    /** When the feedback was sent, {@link System#nanoTime}. */
    long feedbackNanos() {
        return acknowledgement.times().askedNanos();
    }
}
