package io.molt.jobs.learn;

import io.molt.operators.lora.TrainerFactory;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.train.DjlTrainer;
import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The trainer of a policy on this machine's CPU.
 *
 * @param directory of the policy
 */
record CpuTrainer(String directory) implements TrainerFactory {

    @Override
    public String name() {
        return "cpu " + directory;
    }

    @Override
    public TrainingBackend create() throws IOException {
        return new DjlTrainer(PolicyDirectory.open(Path.of(directory)));
    }
}
