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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On an object store, and on a file system on which half a file can be seen: {@link MemoryFileSystem}. */
class FlinkFilesTest {

    private static final PolicyConfig MODEL = new PolicyConfig(1, 8, 8, 260, new Attention(2, 1, 4, 10_000), 1e-6, 64);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"s3://adapters/store", "memory://adapters/store"})
    void an_adapter_store_keeps_what_it_is_given(String place) throws IOException {
        AdapterStore store = StoreLocation.open(place);
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

    @ParameterizedTest
    @ValueSource(strings = {"s3://adapters/half", "memory://adapters/half"})
    void a_file_whose_writing_ends_in_the_middle_is_not_there_and_the_next_try_makes_it_whole(String place)
            throws IOException {
        StoreFiles files = StoreLocation.open(place).files();
        files.write("a/pins.json", bytes("before"));

        MemoryFileSystem.fullAfter(3);
        try {
            assertThatThrownBy(() -> files.write("a/v000001.json", bytes("manifest")))
                    .hasMessage("full");
            assertThatThrownBy(() -> files.write("a/pins.json", bytes("after"))).hasMessage("full");
        } finally {
            MemoryFileSystem.fullAfter(Long.MAX_VALUE);
        }
        assertThat(files.read("a/v000001.json")).isEmpty();
        assertThat(files.read("a/pins.json")).contains(bytes("before"));

        files.write("a/v000001.json", bytes("manifest"));
        files.write("a/pins.json", bytes("after"));
        assertThat(files.read("a/v000001.json")).contains(bytes("manifest"));
        assertThat(files.read("a/pins.json")).contains(bytes("after"));
        assertThat(files.list("a")).extracting(StoreFiles.Entry::name).containsExactly("pins.json", "v000001.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://adapters/other", "memory://adapters/other"})
    void what_was_deleted_is_gone_and_what_was_never_there_is_absent(String place) throws IOException {
        StoreFiles files = StoreLocation.open(place).files();
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
