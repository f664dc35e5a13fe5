package io.molt.operators.learn;

import io.molt.schemas.batch.TrainingExample;

/**
 * A turn that waits for its batch.
 *
 * @param example the turn; its advantage is relative to the running mean before it
 * @param atMillis log time
 * @param servedVersion the adapter version that sampled it; 0 is the base policy
 * @param skillGeneration the agent's skill generation when it was sampled
 */
public record Pending(TrainingExample example, long atMillis, long servedVersion, long skillGeneration) {}
