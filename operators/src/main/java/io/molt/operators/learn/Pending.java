package io.molt.operators.learn;

import io.molt.schemas.batch.TrainingExample;

/**
 * A turn that waits for its batch, or that is held out.
 *
 * @param example the turn; its advantage is relative to the running mean before it
 * @param atMillis log time
 * @param servedVersion the adapter version that sampled it; 0 is the base policy
 * @param skillGeneration the agent's skill generation when it was sampled
 * @param sessionId its conversation; empty if it was recorded before sessions were kept
 */
public record Pending(
        TrainingExample example, long atMillis, long servedVersion, long skillGeneration, String sessionId) {

    public Pending {
        // State of an older release has no session.
        sessionId = sessionId == null ? "" : sessionId;
    }
}
