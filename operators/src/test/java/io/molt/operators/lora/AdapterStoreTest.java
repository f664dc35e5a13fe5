package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterStoreTest {

    @TempDir
    private Path directory;

    @Test
    void a_version_exists_when_its_manifest_does_and_not_before() throws IOException {
        AdapterStore store = new AdapterStore(directory);
        AdapterVersion version = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);

        assertThat(store.manifest("a", 1)).isEmpty();
        assertThat(store.publish(version)).isEqualTo(AdapterStore.Published.WRITTEN);
        assertThat(store.manifest("a", 1)).contains(version);
        assertThat(store.publish(version)).isEqualTo(AdapterStore.Published.ALREADY_THERE);
        assertThat(store.holds(version.files())).isTrue();
        assertThat(directory.resolve("a/v000001.json")).exists();
    }

    @Test
    void another_version_of_the_same_number_is_refused() throws IOException {
        AdapterStore store = new AdapterStore(directory);
        AdapterVersion mine = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);
        AdapterVersion other = Batches.make(Batches.batch(1, "EMPTY"), TrainingHead.START, SmallTrainer.free(), store);
        store.publish(mine);

        assertThatThrownBy(() -> store.publish(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a@v1, which this log has not made");
    }

    @Test
    void the_same_content_gets_the_same_directory_and_leaves_nothing_else_behind() throws IOException {
        AdapterStore store = new AdapterStore(directory);

        AdapterFiles first = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store)
                .files();
        AdapterFiles again = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store)
                .files();

        assertThat(again).isEqualTo(first);
        try (Stream<Path> paths = Files.list(directory.resolve("a"))) {
            assertThat(paths).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"ada-1, ada-1", "../evil, %2E%2E%2Fevil", "a/b, a%2Fb", "ü, %C3%BC", ".., %2E%2E", "A b, A%20b"})
    void an_agents_name_is_one_path_segment_that_it_cannot_leave(String agentId, String encoded) {
        assertThat(AdapterStore.encoded(agentId)).isEqualTo(encoded);
    }

    @Test
    void the_longest_names_fit_into_a_file_system_and_stay_apart() {
        String longest = "\u6f22".repeat(128);

        assertThat(AdapterStore.encoded(longest)).hasSizeLessThan(200);
        assertThat(AdapterStore.encoded(longest)).isNotEqualTo(AdapterStore.encoded(longest.substring(1) + "x"));
    }

    @Test
    void a_directory_outside_of_the_store_is_refused() {
        AdapterStore store = new AdapterStore(directory);

        assertThatThrownBy(() -> store.files().read("../elsewhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_batch_that_the_trainer_cannot_digest_is_skipped_and_stops_nobody() throws IOException {
        AdapterStore store = new AdapterStore(directory);
        StepSettings huge = new StepSettings(Method.BINARY, LossName.PPO, 1, 1e-3, 0, 0, 4);
        TrainingBatch good = Batches.batch(1, "");
        TrainingBatch bad =
                new TrainingBatch("a", 1, "", 1, huge, good.examples(), good.foldPoint(), List.of(), good.rollback());

        AdapterVersion version = Batches.make(bad, TrainingHead.START, SmallTrainer.free(), store);

        assertThat(version.report().status()).isEqualTo(VersionStatus.SKIPPED);
        assertThat(version.report().reason()).isEqualTo("BUG");
    }

    @Test
    void a_skipped_version_has_its_parents_files() throws IOException {
        AdapterStore store = new AdapterStore(directory);
        AdapterVersion first = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);
        TrainingHead head = TrainingHead.START.after(first);

        AdapterVersion skipped = Batches.make(Batches.batch(2, "EMPTY"), head, SmallTrainer.free(), store);
        TrainingHead after = head.after(skipped);

        assertThat(skipped.files()).isEqualTo(first.files());
        assertThat(after).isEqualTo(new TrainingHead(2, 1, first.files(), ""));
        assertThat(Batches.make(Batches.batch(1, "EMPTY"), TrainingHead.START, SmallTrainer.free(), store)
                        .files())
                .isEqualTo(new AdapterFiles("", List.of()));
    }
}
