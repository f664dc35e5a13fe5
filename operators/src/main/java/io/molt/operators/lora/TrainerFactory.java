package io.molt.operators.lora;

import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.io.Serializable;

/** Makes the trainer of a policy where it works; travels with the job. */
public interface TrainerFactory extends Serializable {

    /** Names the policy and the device: one trainer per name and process. */
    String name();

    /**
     * Looks whether a trainer could be made here, without making one.
     *
     * @throws IllegalStateException if libraries or policy are not there; the message says what to do
     */
    void check();

    TrainingBackend create() throws IOException;

    /** A trainer of one's own, behind its quality gate. */
    default TrainingBackend gated() throws IOException {
        return create().gated(maxDrop());
    }

    /** Of the quality gate, see {@link TrainingBackend#gated}; no part of the trainer, which other jobs may share. */
    double maxDrop();
}
