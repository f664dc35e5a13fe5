package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.StoreFiles;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.Attention;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.optimizer.Moments;
import io.molt.schemas.adapter.AdapterFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system that knows no rename: {@link ObjectFileSystem}. */
class FlinkFilesTest {

    private static final PolicyConfig MODEL = new PolicyConfig(1, 8, 8, 260, new Attention(2, 1, 4, 10_000), 1e-6, 64);

    @TempDir
    private Path directory;

    @Test
    void an_adapter_store_needs_no_rename() throws IOException {
        AdapterStore store = StoreLocation.open("memory://adapters/store");
        LearnerState learner = learner();

        AdapterFiles files = store.write("a/b", 7, learner, "molt/x");
        AdapterFiles again = store.write("a/b", 7, learner, "molt/x");
        store.pin("a/b", 7);

        assertThat(again).isEqualTo(files);
        assertThat(store.holds(files)).isTrue();
        assertThat(store.learner(files)).isPresent();
        assertThat(store.pins("a/b")).containsExactly(7L);
        assertThat(store.files().list("a%2Fb"))
                .extracting(StoreFiles.Entry::name)
                .containsExactly("pins.json", files.directory().substring("a%2Fb/".length()));
    }

    @Test
    void what_was_deleted_is_gone_and_what_was_never_there_is_absent() throws IOException {
        StoreFiles files = StoreLocation.open("memory://adapters/other").files();
        files.write("a/data/x", bytes("1"));
        files.write("a/data/y", bytes("2"));

        files.delete("a/data/x");
        assertThat(files.read("a/data/x")).isEmpty();
        files.delete("a");
        files.delete("a");

        assertThat(files.list("a")).isEmpty();
        assertThat(files.read("a/data/y")).isEmpty();
        assertThatThrownBy(() -> files.read("../elsewhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_place_is_a_directory_unless_it_says_otherwise() {
        assertThat(StoreLocation.open(directory.toString()).files().name()).isEqualTo(directory.toString());
        assertThat(StoreLocation.open("file://" + directory).files().name()).isEqualTo(directory.toString());
        assertThat(StoreLocation.open("memory://b/c").files().name()).isEqualTo("memory://b/c");
    }

    private static LearnerState learner() {
        LoraAdapter adapter = LoraAdapter.fresh(MODEL, 2, 4, 1);
        SortedMap<String, float[]> values = new TreeMap<>();
        adapter.tensors().forEach((key, tensor) -> values.put(key, tensor.data()));
        return new LearnerState(adapter, Moments.zero(values));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
