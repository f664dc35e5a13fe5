package io.molt.operators.lora;

import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.FileDigest;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.log.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns an agent's log again, offline, and compares: the same fold, the same trainer, other files. Unchanged settings and
 * an equal backend must give the bytes that were published.
 */
public final class Refold {

    private final LearnSettings settings;
    private final TrainingBackend backend;
    private final AdapterStore published;
    private final Path scratch;
    private final List<String> differences = new ArrayList<>();
    private FoldState fold = FoldState.EMPTY;
    private Optional<LearnerState> learner = Optional.empty();
    private long accepted;
    private long equal;
    private long unpublished;

    /**
     * A fold that has read nothing yet.
     *
     * @param published what the log is said to have made
     * @param scratch an empty directory to write adapters to
     */
    public Refold(LearnSettings settings, TrainingBackend backend, AdapterStore published, Path scratch) {
        this.settings = settings;
        this.backend = backend;
        this.published = published;
        this.scratch = scratch;
    }

    /**
     * What came out.
     *
     * @param equal versions that are the published ones, byte for byte
     * @param unpublished batches of the log whose version does not exist (yet)
     * @param differences one sentence each; empty if everything is as it should be
     */
    public record Result(long equal, long unpublished, List<String> differences) {

        public Result {
            differences = List.copyOf(differences);
        }
    }

    /** Reads one agent's log, in agentSeq order. */
    public Result read(Iterable<LogEntry> log) throws IOException {
        for (LogEntry entry : log) {
            Learned learned = Fold.learn(fold, entry, settings);
            fold = learned.next();
            for (TrainingBatch batch : learned.batches()) {
                train(batch);
            }
        }
        return new Result(equal, unpublished, differences);
    }

    private void train(TrainingBatch batch) throws IOException {
        Optional<AdapterVersion> known = published.manifest(batch.agentId(), batch.batch());
        if (known.isEmpty()) {
            unpublished++;
            return;
        }
        TrainedStep step = TrainingStep.train(batch, learner, backend);
        List<FileDigest> files = step.learner().isPresent()
                ? new AdapterStore(scratch)
                        .write(batch.agentId(), batch.batch(), step.learner().get(), TrainingStep.baseModel(backend))
                        .files()
                : List.of();
        int before = differences.size();
        compare(batch, step, files, known.get());
        equal += differences.size() == before ? 1 : 0;
        if (step.learner().isPresent()) {
            learner = step.learner();
            accepted = batch.batch();
        }
    }

    private void compare(TrainingBatch batch, TrainedStep step, List<FileDigest> files, AdapterVersion known)
            throws IOException {
        String name = known.policy();
        if (!known.lineage().equals(TrainingStep.lineage(batch, accepted))) {
            differences.add(name + " was made of another batch");
        }
        if (known.report().status() != step.report().status()) {
            differences.add(name + " was " + known.report().status() + ", and is "
                    + step.report().status());
        } else if (step.learner().isPresent()) {
            if (!known.files().files().equals(files)) {
                differences.add(name + " has other bytes");
            } else if (!AdapterDirectory.matches(published.resolve(known.files().directory()), files)) {
                differences.add(name + " is damaged: its files are not those of its manifest");
            }
        }
    }
}
