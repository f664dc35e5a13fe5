package io.molt.operators.lora;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import java.io.IOException;
import java.util.Optional;

/** Makes version K of batch K: trains, writes the data, describes both. The manifest is written later, by the committer. */
final class TrainingStep {

    private TrainingStep() {}

    /**
     * One version. If the store has it already, from a run that got further, it is that one.
     *
     * @throws IllegalStateException if the store has a version of this number that another log made
     */
    static AdapterVersion make(TrainingBatch batch, TrainingHead head, TrainingBackend backend, AdapterStore store)
            throws IOException {
        Lineage lineage = lineage(batch, head.accepted());
        Optional<AdapterVersion> existing = store.manifest(batch.agentId(), batch.batch());
        if (existing.isPresent()) {
            if (existing.get().lineage().equals(lineage)) {
                return existing.get();
            }
            throw new IllegalStateException(
                    "the store " + store.root() + " has " + existing.get().policy()
                            + ", which this log has not made; start with an empty adapters.directory, or with the log that made it");
        }
        Optional<LearnerState> parent =
                head.accepted() == 0 ? Optional.empty() : Optional.of(store.learner(head.files()));
        TrainedStep step = backend.train(batch, parent);
        AdapterFiles files = step.learner().isPresent()
                ? store.write(batch.agentId(), batch.batch(), step.learner().get(), baseModel(backend))
                : head.files();
        return new AdapterVersion(
                batch.agentId(), batch.batch(), files, step.report(), lineage, backend.fingerprints());
    }

    static Lineage lineage(TrainingBatch batch, long parent) {
        return new Lineage(
                parent,
                batch.batch(),
                batch.seed(),
                batch.examples().stream().map(TrainingExample::turnId).toList(),
                batch.settings(),
                batch.foldPoint());
    }

    /** Names the base model by its content: a path would make the same adapter differ between machines. */
    static String baseModel(TrainingBackend backend) {
        String model = backend.fingerprints().model();
        return "molt/" + model.substring(0, Math.min(12, model.length()));
    }
}
