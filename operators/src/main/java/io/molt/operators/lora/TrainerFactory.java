package io.molt.operators.lora;

import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.io.Serializable;

/** Makes the trainer of a policy where it works; travels with the job. */
public interface TrainerFactory extends Serializable {

    /** Names the policy, the device and what else makes trainers differ: one trainer per name and process. */
    String name();

    /**
     * Looks whether a trainer could be made here, without making one.
     *
     * @throws IllegalStateException if libraries or policy are not there; the message says what to do
     */
    void check();

    TrainingBackend create() throws IOException;
}
