package io.molt.operators.lora;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.decode.ContextLengthExceeded;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Fingerprints;
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

/**
 * Makes version K of batch K: trains, writes the data, describes both. The manifest is written later, by the committer.
 *
 * @param store where adapters lie
 * @param fork who tells that versions of another log were moved aside; empty to refuse them
 */
record TrainingStep(AdapterStore store, Optional<Announcer> fork) {

    /** Reason of a version that was to start from weights that are not kept any more. */
    static final String ROLLBACK_GONE = "ROLLBACK_GONE";

    /** Reason of a version whose batch had a turn that was forgotten before it was trained. */
    static final String FORGOTTEN = "FORGOTTEN";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingStep.class);

    /**
     * One version. If the store has it already, from a run that got further, it is that one.
     *
     * @param head what the version before left
     * @param target what the version left that the batch's rollback goes to; empty if only the store may know
     * @throws StoreOfAnotherLog if the store has a version of this number that another log made
     */
    AdapterVersion make(TrainingBatch batch, TrainingHead head, Optional<TrainingHead> target, TrainingBackend backend)
            throws IOException {
        boolean rollsBack = rollsBack(batch, head);
        Optional<TrainingHead> start = rollsBack ? start(batch, target) : Optional.of(head);
        TrainingHead parent = start.orElse(head);
        Lineage lineage = lineage(batch, parent.accepted());
        Optional<AdapterVersion> existing = existing(batch, lineage);
        if (existing.isPresent() && existing.get().lineage().equals(lineage)) {
            return existing.get();
        }
        Optional<LearnerState> learner = parent.accepted() == 0 ? Optional.empty() : store.learner(parent.files());
        boolean gone = start.isEmpty() || (parent.accepted() != 0 && learner.isEmpty());
        if (gone && !rollsBack) {
            throw new IOException("the store " + store.files().name() + " has lost the weights of " + batch.agentId()
                    + "@v" + parent.accepted() + ", parent of the next version");
        }
        if (existing.isPresent()) {
            moveAside(existing.get()); // only now: without the parent's weights there is nothing to go on with
        }
        TrainedStep step = gone ? skipped(ROLLBACK_GONE) : train(batch, learner, backend);
        AdapterFiles files = step.learner().isPresent()
                ? store.write(batch.agentId(), batch.batch(), step.learner().get(), baseModel(backend.fingerprints()))
                : parent.files();
        return new AdapterVersion(
                batch.agentId(), batch.batch(), files, step.report(), lineage, backend.fingerprints());
    }

    private static boolean rollsBack(TrainingBatch batch, TrainingHead head) {
        return !batch.rollback().commandId().equals(head.rollback());
    }

    /** The lineage that {@link #make} gives a version. */
    Lineage lineage(TrainingBatch batch, TrainingHead head, Optional<TrainingHead> target) throws IOException {
        TrainingHead parent = rollsBack(batch, head) ? start(batch, target).orElse(head) : head;
        return lineage(batch, parent.accepted());
    }

    private Optional<TrainingHead> start(TrainingBatch batch, Optional<TrainingHead> target) throws IOException {
        long version = batch.rollback().version();
        if (version == 0) {
            return Optional.of(TrainingHead.START);
        }
        return target.isPresent()
                ? target
                : store.manifest(batch.agentId(), version).map(TrainingHead::of);
    }

    private Optional<AdapterVersion> existing(TrainingBatch batch, Lineage lineage) throws IOException {
        Optional<AdapterVersion> existing = store.manifest(batch.agentId(), batch.batch());
        if (existing.isEmpty() || existing.get().lineage().equals(lineage)) {
            return existing;
        }
        if (fork.isEmpty()) {
            throw new StoreOfAnotherLog(store.files().name(), existing.get());
        }
        return existing;
    }

    /** Announcements first: what was begun and not ended is found again by the manifests. */
    private void moveAside(AdapterVersion other) throws IOException {
        for (AdapterVersion left : store.versions(other.agentId(), other.version())) {
            fork.orElseThrow().retract(left);
        }
        LOG.warn("versions of another log moved aside from adapterVersion={}", other.policy());
        store.fork(other.agentId(), other.version());
    }

    /**
     * Trains; a batch that the trainer cannot digest is skipped as {@code BUG}, since otherwise it would restart the job, and
     * with it every agent, for ever. What the machine does (memory, disks, native code) still fails the job.
     */
    private static TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent, TrainingBackend backend) {
        if (batch.forgotten()) {
            return skipped(FORGOTTEN);
        }
        try {
            return backend.train(batch.withoutForgottenHeldOut(), parent);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ContextLengthExceeded e) {
            LOG.error("step skipped adapterVersion={}@v{}", batch.agentId(), batch.batch(), e);
            return skipped("BUG");
        }
    }

    private static TrainedStep skipped(String reason) {
        Probe none = new Probe("", new int[0], new float[0]);
        return new TrainedStep(new StepReport(VersionStatus.SKIPPED, reason, Map.of(), none), Optional.empty());
    }

    private static Lineage lineage(TrainingBatch batch, long parent) {
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
    static String baseModel(Fingerprints fingerprints) {
        String model = fingerprints.model();
        return "molt/" + model.substring(0, Math.min(12, model.length()));
    }
}
