package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.TrainingBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks, and stores that are beyond the log. */
class TrainingStepTest {

    @TempDir
    private Path directory;

    private MemoryFiles files;
    private AdapterStore store;
    private TrainingHead head = TrainingHead.START;
    private final List<AdapterVersion> versions = new ArrayList<>();
    private final List<AdapterVersion> retracted = new ArrayList<>();
    private final Optional<Announcer> fork = Optional.of(new Batches.Announcements(new ArrayList<>(), retracted));

    @BeforeEach
    void open() {
        files = new MemoryFiles(directory);
        store = new AdapterStore(files);
    }

    @Test
    void the_first_batch_after_a_rollback_starts_from_its_version_and_the_next_from_that_batch() throws IOException {
        grow(Batches.batch(1, ""));
        grow(Batches.batch(2, ""));

        grow(rolledBack(3, "", 1));
        grow(rolledBack(4, "", 1));

        assertThat(parents()).containsExactly(0L, 1L, 1L, 3L);
        assertThat(versions).extracting(version -> version.lineage().rollback()).containsExactly("", "", "c", "c");
        assertThat(head.rollback()).isEqualTo("c");
    }

    @Test
    void a_skipped_batch_after_a_rollback_is_the_version_that_was_rolled_back_to() throws IOException {
        grow(Batches.batch(1, ""));
        grow(Batches.batch(2, ""));

        grow(rolledBack(3, "EMPTY", 1));
        grow(rolledBack(4, "", 1));

        assertThat(versions.get(2).files()).isEqualTo(versions.get(0).files());
        assertThat(parents()).containsExactly(0L, 1L, 1L, 1L);
    }

    @Test
    void a_rollback_to_a_skipped_version_goes_to_its_parent_and_to_zero_goes_to_the_base_policy() throws IOException {
        grow(Batches.batch(1, ""));
        grow(Batches.batch(2, "EMPTY"));
        grow(Batches.batch(3, ""));

        grow(rolledBack(4, "", 2));
        grow(rolledBack(5, "", 0));

        assertThat(parents()).containsExactly(0L, 1L, 1L, 1L, 0L);
    }

    @Test
    void a_version_that_is_not_in_the_store_yet_is_found_by_what_the_operator_remembers() throws IOException {
        AdapterVersion first = Batches.make(Batches.batch(1, ""), head, SmallTrainer.free(), store);
        AdapterVersion second = Batches.make(Batches.batch(2, ""), head.after(first), SmallTrainer.free(), store);

        AdapterVersion third = new TrainingStep(store, Optional.empty())
                .make(
                        rolledBack(3, "", 1),
                        TrainingHead.of(second),
                        Optional.of(TrainingHead.of(first)),
                        SmallTrainer.free());

        assertThat(third.lineage().parent()).isEqualTo(1);
        assertThat(third.report().status()).isEqualTo(VersionStatus.ACCEPTED);
    }

    @Test
    void without_the_learner_of_its_version_a_rollback_makes_skipped_versions_until_another_comes() throws IOException {
        grow(Batches.batch(1, ""));
        grow(Batches.batch(2, ""));
        files.delete(versions.get(0).files().directory() + "/learner.arrow");

        grow(rolledBack(3, "", 1));
        grow(rolledBack(4, "", 1));
        grow(rolledBack(5, "", 2));

        assertThat(versions)
                .extracting(version -> version.report().reason())
                .containsExactly("", "", "ROLLBACK_GONE", "ROLLBACK_GONE", "");
        assertThat(versions.get(2).files()).isEqualTo(versions.get(0).files());
        assertThat(parents()).containsExactly(0L, 1L, 1L, 1L, 2L);
    }

    @Test
    void lost_weights_of_a_parent_that_nobody_rolled_back_to_fail_the_job() throws IOException {
        grow(Batches.batch(1, ""));
        files.delete(versions.get(0).files().directory());

        assertThatThrownBy(() -> grow(Batches.batch(2, "")))
                .hasMessage("the store memory has lost the weights of a@v1, parent of the next version");
    }

    @Test
    void a_store_beyond_the_log_is_refused_and_with_fork_its_newer_versions_are_retracted_and_moved_aside()
            throws IOException {
        grow(Batches.batch(1, ""));
        TrainingHead first = head;
        grow(Batches.batch(2, ""));
        grow(Batches.batch(3, ""));
        TrainingBatch other = rolledBack(2, "", 0);

        assertThatThrownBy(() -> new TrainingStep(store, Optional.empty())
                        .make(other, first, Optional.empty(), SmallTrainer.free()))
                .isInstanceOf(StoreOfAnotherLog.class)
                .hasMessage("the store memory has a@v2, which this log has not made: start with the log that made it,"
                        + " with an empty adapters.directory, or with adapters.fork=true, which moves a@v2 and"
                        + " everything newer aside");
        AdapterVersion forked = new TrainingStep(store, fork).make(other, first, Optional.empty(), SmallTrainer.free());
        store.publish(forked);

        assertThat(retracted).containsExactly(versions.get(1), versions.get(2));
        assertThat(store.manifest("a", 2)).contains(forked);
        assertThat(store.manifest("a", 3)).isEmpty();
        assertThat(files.paths())
                .filteredOn(path -> path.startsWith("a/forked/"))
                .extracting(path -> path.substring(path.lastIndexOf('/') + 1))
                .containsExactly("v000002.json", "v000003.json");
    }

    @Test
    void without_the_parents_weights_a_fork_moves_nothing_aside() throws IOException {
        grow(Batches.batch(1, ""));
        TrainingHead first = head;
        grow(Batches.batch(2, ""));
        files.delete(first.files().directory() + "/learner.arrow");
        TrainingBatch second = Batches.batch(2, "");
        TrainingBatch other = new TrainingBatch(
                "a", 2, "", 42, Batches.STEP, second.examples(), second.foldPoint(), List.of(), Rollback.NONE);

        assertThatThrownBy(
                        () -> new TrainingStep(store, fork).make(other, first, Optional.empty(), SmallTrainer.free()))
                .hasMessageContaining("lost the weights of a@v1");

        assertThat(retracted).isEmpty();
        assertThat(store.manifest("a", 2)).isPresent();
        assertThat(files.paths()).noneMatch(path -> path.contains("forked"));
    }

    @Test
    void a_fresh_job_on_the_log_that_filled_the_store_takes_the_versions_that_are_there() throws IOException {
        grow(Batches.batch(1, ""));
        SmallTrainer again = SmallTrainer.free();

        AdapterVersion same =
                new TrainingStep(store, fork).make(Batches.batch(1, ""), TrainingHead.START, Optional.empty(), again);

        assertThat(same).isEqualTo(versions.get(0));
        assertThat(again.steps()).isZero();
        assertThat(files.paths()).noneMatch(path -> path.contains("forked"));
    }

    private List<Long> parents() {
        return versions.stream().map(version -> version.lineage().parent()).toList();
    }

    private void grow(TrainingBatch batch) throws IOException {
        AdapterVersion version = Batches.make(batch, head, SmallTrainer.free(), store);
        if (store.manifest("a", batch.batch()).isEmpty()) {
            store.publish(version);
        }
        versions.add(version);
        head = head.after(version);
    }

    private static TrainingBatch rolledBack(long number, String skip, long version) {
        TrainingBatch batch = Batches.batch(number, skip);
        return new TrainingBatch(
                batch.agentId(),
                number,
                skip,
                batch.seed(),
                batch.settings(),
                batch.examples(),
                batch.foldPoint(),
                List.of(),
                new Rollback(version == 1 ? "c" : "c" + version, version));
    }
}
