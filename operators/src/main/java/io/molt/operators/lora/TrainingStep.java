package io.molt.operators.lora;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.decode.ContextLengthExceeded;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes version K of batch K: trains, writes the data, describes both. The manifest is written later, by the committer. */
final class TrainingStep {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingStep.class);

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
        TrainedStep step = train(batch, parent, backend);
        AdapterFiles files = step.learner().isPresent()
                ? store.write(batch.agentId(), batch.batch(), step.learner().get(), baseModel(backend))
                : head.files();
        return new AdapterVersion(
                batch.agentId(), batch.batch(), files, step.report(), lineage, backend.fingerprints());
    }

    /**
     * Trains; a batch that the trainer cannot digest is skipped as {@code BUG}, since otherwise it would restart the job, and
     * with it every agent, for ever. What the machine does (memory, disks, native code) still fails the job.
     */
    static TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent, TrainingBackend backend) {
        try {
            return backend.train(batch, parent);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ContextLengthExceeded e) {
            LOG.error("step skipped adapterVersion={}@v{}", batch.agentId(), batch.batch(), e);
            Probe none = new Probe("", new int[0], new float[0]);
            return new TrainedStep(new StepReport(VersionStatus.SKIPPED, "BUG", Map.of(), none), Optional.empty());
        }
    }

    static Lineage lineage(TrainingBatch batch, long parent) {
        return new Lineage(
                parent,
                batch.batch(),
                batch.seed(),
                batch.examples().stream().map(TrainingExample::turnId).toList(),
                batch.settings(),
                batch.foldPoint(),
                batch.rollback().commandId());
    }

    /** Names the base model by its content: a path would make the same adapter differ between machines. */
    static String baseModel(TrainingBackend backend) {
        String model = backend.fingerprints().model();
        return "molt/" + model.substring(0, Math.min(12, model.length()));
    }
}
