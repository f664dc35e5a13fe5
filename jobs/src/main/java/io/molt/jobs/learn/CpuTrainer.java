package io.molt.jobs.learn;

import io.molt.jobs.FlinkLibrary;
import io.molt.operators.lora.TrainerFactory;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.train.DjlTrainer;
import io.molt.policy.train.TrainingBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The trainer of a policy on this machine's CPU.
 *
 * @param directory of the policy
 * @param maxDrop of the quality gate, in nats per token
 */
record CpuTrainer(String directory, double maxDrop) implements TrainerFactory {

    private static final List<String> LIBRARY =
            List.of("ai.djl.pytorch.engine.PtEngine", "org.apache.arrow.vector.VectorSchemaRoot");

    @Override
    public String name() {
        return "cpu " + directory;
    }

    @Override
    public void check() {
        FlinkLibrary.require(LIBRARY, TrainingBackend.class.getClassLoader());
        if (!Files.isDirectory(Path.of(directory))) {
            throw new IllegalStateException("there is no policy at " + directory
                    + ": policy.directory must be there on every machine that runs a TaskManager");
        }
    }

    @Override
    public TrainingBackend create() throws IOException {
        return new DjlTrainer(PolicyDirectory.open(Path.of(directory)));
    }
}
