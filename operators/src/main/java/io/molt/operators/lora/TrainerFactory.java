package io.molt.operators.lora;

import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.io.Serializable;

/** Makes the trainer of a policy where it works; travels with the job. */
public interface TrainerFactory extends Serializable {

    /** Names the policy and the device: one trainer per name and process. */
    String name();

    TrainingBackend create() throws IOException;
}
