package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCleaningTest {

    private static final Retention SMALL = new Retention(1, 2, Duration.ofDays(7));

    @TempDir
    private Path directory;

    private MemoryFiles files;
    private AdapterStore store;
    private TrainingHead head = TrainingHead.START;

    @BeforeEach
    void open() {
        files = new MemoryFiles(directory);
        store = new AdapterStore(files);
    }

    @Test
    void old_learners_go_first_then_weights_and_manifests_never() throws IOException {
        publish(1, "");
        publish(2, "");
        publish(3, "");
        publish(4, "EMPTY");

        cleaning(0).clean("a", 4);

        assertThat(files("v000001.")).isEmpty();
        assertThat(files("v000002.")).containsExactly("adapter_config.json", "adapter_model.safetensors");
        assertThat(files("v000003.")).hasSize(3);
        assertThat(store.manifest("a", 1)).isPresent();
    }

    @Test
    void a_pinned_version_keeps_everything_until_it_is_unpinned() throws IOException {
        publish(1, "");
        publish(2, "");
        publish(3, "");
        store.pin("a", 1);
        StoreCleaning cleaning = cleaning(0);

        cleaning.clean("a", 3);
        assertThat(files("v000001.")).hasSize(3);
        assertThat(store.pins("a")).containsExactly(1L);

        store.unpin("a");
        cleaning.clean("a", 3);
        assertThat(files("v000001.")).isEmpty();
    }

    @Test
    void unpinning_keeps_the_version_that_a_rollback_goes_to() throws IOException {
        publish(1, "");
        publish(2, "");
        publish(3, "");
        publish(4, "");
        store.pinForRollback("a", 1);
        store.pin("a", 1);
        store.pin("a", 2);

        store.unpin("a");
        cleaning(0).clean("a", 4);

        assertThat(store.pins("a")).containsExactly(1L);
        assertThat(files("v000001.")).hasSize(3);
        assertThat(files("v000002.")).isEmpty();
    }

    @Test
    void data_without_a_manifest_goes_after_seven_days_and_data_of_versions_to_come_does_not() throws IOException {
        publish(1, "");
        files.write("a/v000001.00000000/learner.arrow", new byte[1]);
        files.write("a/v000002.00000000/learner.arrow", new byte[1]);

        cleaning(Duration.ofDays(6).toMillis()).clean("a", 1);
        assertThat(files("v000001.00000000")).hasSize(1);

        cleaning(Duration.ofDays(8).toMillis()).clean("a", 1);
        assertThat(files("v000001.00000000")).isEmpty();
        assertThat(files("v000002.00000000")).hasSize(1);
    }

    @Test
    void data_of_versions_that_were_moved_aside_stays() throws IOException {
        publish(1, "");
        List<String> before = files("v000001.");
        store.fork("a", 1);
        head = TrainingHead.START;
        publish(1, "EMPTY");

        cleaning(Duration.ofDays(8).toMillis()).clean("a", 1);

        assertThat(files("v000001.")).isEqualTo(before).hasSize(3);
    }

    private List<String> files(String data) {
        return files.paths().stream()
                .filter(path -> path.startsWith("a/" + data) && path.indexOf('/', 2) > 0)
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    private void publish(long number, String skip) throws IOException {
        AdapterVersion version = Batches.make(Batches.batch(number, skip), head, SmallTrainer.free(), store);
        store.publish(version);
        head = head.after(version);
    }

    private StoreCleaning cleaning(long nowMillis) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC);
        return new StoreCleaning(store, SMALL, clock);
    }
}
