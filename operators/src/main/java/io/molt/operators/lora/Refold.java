package io.molt.operators.lora;

import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.Lineage;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.log.LogEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Learns an agent's log again, offline, and compares: the same fold, the same trainer, other files. Unchanged settings and
 * an equal backend must give the bytes that were published.
 */
public final class Refold {

    private final LearnSettings settings;
    private final TrainingBackend backend;
    private final AdapterStore published;
    private final AdapterStore scratch;
    private final TrainingStep training;
    private final Set<Long> lost = new HashSet<>();
    private final Map<Long, TrainingHead> heads = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> explained = new ArrayList<>();
    private FoldState fold = FoldState.EMPTY;
    private TrainingHead head = TrainingHead.START;
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
        this.scratch = new AdapterStore(scratch);
        this.training = new TrainingStep(this.scratch, Optional.empty());
    }

    /**
     * What came out.
     *
     * @param equal versions that are the published ones, byte for byte
     * @param unpublished batches of the log whose version does not exist (yet)
     * @param differences one sentence each; empty if everything is as it should be
     * @param explained differences that have to be, one sentence each: of turns that were forgotten on purpose, of weights
     *     that were not kept
     */
    public record Result(long equal, long unpublished, List<String> differences, List<String> explained) {

        public Result {
            differences = List.copyOf(differences);
            explained = List.copyOf(explained);
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
        return new Result(equal, unpublished, differences, explained);
    }

    private void train(TrainingBatch batch) throws IOException {
        Optional<AdapterVersion> known = published.manifest(batch.agentId(), batch.batch());
        if (known.isEmpty()) {
            unpublished++;
            return;
        }
        Optional<TrainingHead> target =
                Optional.ofNullable(heads.get(batch.rollback().version()));
        Lineage lineage = training.lineage(batch, head, target);
        if (batch.forgotten() || lost.contains(lineage.parent())) {
            String why = batch.forgotten()
                    ? "turns that taught it were forgotten"
                    : "it stands on version " + lineage.parent() + ", which cannot be made again";
            take(known.get(), lineage, why);
            return;
        }
        AdapterVersion made = training.make(batch, head, target, backend);
        List<String> found = differences(made, known.get());
        if (known.get().report().reason().equals(TrainingStep.ROLLBACK_GONE)) {
            explained.add(known.get().policy() + " was skipped: the weights that it was to start from were not kept");
            heads.put(made.version(), target.orElse(head));
            head = head.after(known.get());
            return;
        }
        if (found.isEmpty()) {
            equal++;
        } else if (made.report().status() != known.get().report().status()
                && batch.heldOut().stream().anyMatch(TrainingExample::forgotten)) {
            take(known.get(), lineage, "turns that it was measured on were forgotten");
            return;
        } else {
            differences.addAll(found);
        }
        head = head.after(made);
        heads.put(made.version(), TrainingHead.of(made));
    }

    /** Goes on from a version as it was published, since it cannot be made again; that it had this lineage can be said. */
    private void take(AdapterVersion known, Lineage lineage, String why) throws IOException {
        if (known.lineage().equals(lineage)) {
            explained.add(known.policy() + ": " + why);
        } else {
            differences.add(known.policy() + " was made of another batch: " + different(lineage, known.lineage()));
        }
        if (known.report().status() == VersionStatus.ACCEPTED) {
            if (published.damaged(known.files())) {
                differences.add(damaged(known));
            }
            Optional<LearnerState> learner = published.learner(known.files());
            if (learner.isEmpty() || !copied(known, learner.get()).equals(known.files())) {
                lost.add(known.version());
            }
        }
        head = head.after(known);
        heads.put(known.version(), TrainingHead.of(known));
    }

    private List<String> differences(AdapterVersion made, AdapterVersion known) throws IOException {
        List<String> found = new ArrayList<>();
        String name = known.policy();
        if (!known.lineage().equals(made.lineage())) {
            found.add(name + " was made of another batch: " + different(made.lineage(), known.lineage()));
        }
        if (known.report().status() != made.report().status()) {
            found.add(name + " was " + known.report().status() + ", and is "
                    + made.report().status());
        } else if (made.report().status() == VersionStatus.ACCEPTED) {
            if (!known.files().files().equals(made.files().files())) {
                found.add(name + " has other bytes" + otherBackend(made, known));
            } else if (published.damaged(known.files())) {
                found.add(damaged(known));
            }
        }
        return found;
    }

    private AdapterFiles copied(AdapterVersion known, LearnerState learner) throws IOException {
        String baseModel = TrainingStep.baseModel(known.fingerprints());
        return scratch.write(known.agentId(), known.version(), learner, baseModel);
    }

    private static String damaged(AdapterVersion known) {
        return known.policy() + " is damaged: its files are not those of its manifest";
    }

    private static String otherBackend(AdapterVersion made, AdapterVersion known) {
        return known.fingerprints().equals(made.fingerprints())
                ? ""
                : ", and was made by " + known.fingerprints().backend() + ", now "
                        + made.fingerprints().backend();
    }

    private static String different(Lineage made, Lineage known) {
        List<String> what = new ArrayList<>();
        if (made.parent() != known.parent()) {
            what.add("parent " + known.parent() + ", now " + made.parent());
        }
        if (made.seed() != known.seed()) {
            what.add("seed " + known.seed() + ", now " + made.seed());
        }
        if (!made.turnIds().equals(known.turnIds())) {
            what.add("other turns");
        }
        if (!made.settings().equals(known.settings())) {
            what.add("other settings");
        }
        if (!made.rollback().equals(known.rollback())) {
            what.add("another rollback");
        }
        if (!made.foldPoint().equals(known.foldPoint())) {
            what.add("another place in the log");
        }
        return String.join(", ", what);
    }
}
