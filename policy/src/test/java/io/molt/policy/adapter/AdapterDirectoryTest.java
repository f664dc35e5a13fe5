package io.molt.policy.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.files.MalformedFile;
import io.molt.policy.files.Safetensors;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.optimizer.Moments;
import io.molt.schemas.adapter.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterDirectoryTest {

    private final LearnerState learner = learner(7);

    @TempDir
    Path directory;

    @Test
    void what_was_written_is_read() throws IOException {
        AdapterDirectory.write(directory, learner, "molt/tiny");

        LearnerState read = AdapterDirectory.readLearner(directory);
        assertThat(AdapterDirectory.readAdapter(directory)).isEqualTo(learner.adapter());
        assertThat(read.adapter()).isEqualTo(learner.adapter());
        assertThat(read.moments().steps()).isEqualTo(3);
        assertThat(read.moments().first())
                .usingRecursiveComparison()
                .isEqualTo(learner.moments().first());
        assertThat(read.moments().second())
                .usingRecursiveComparison()
                .isEqualTo(learner.moments().second());
    }

    @Test
    void equal_learners_give_equal_bytes() throws IOException {
        List<FileDigest> first = AdapterDirectory.write(directory.resolve("a"), learner, "molt/tiny");
        List<FileDigest> second = AdapterDirectory.write(directory.resolve("b"), learner(7), "molt/tiny");

        assertThat(first)
                .isEqualTo(second)
                .extracting(FileDigest::name)
                .containsExactly("adapter_config.json", "adapter_model.safetensors", "learner.arrow");
        assertThat(AdapterDirectory.write(directory.resolve("c"), learner(8), "molt/tiny"))
                .isNotEqualTo(first);
    }

    @Test
    void names_shapes_and_config_are_those_of_peft() throws IOException {
        AdapterDirectory.write(directory, learner, "molt/tiny");

        SortedMap<String, Tensor> tensors = Safetensors.read(directory.resolve("adapter_model.safetensors"));
        JsonNode config = new JsonMapper().readTree(Files.readString(directory.resolve("adapter_config.json")));
        assertThat(tensors).hasSize(2 * 7 * 4);
        assertThat(tensors.get("base_model.model.model.layers.3.mlp.down_proj.lora_A.weight")
                        .shape())
                .containsExactly(16, 384);
        assertThat(tensors.get("base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight")
                        .shape())
                .containsExactly(64, 16);
        assertThat(config.path("peft_type").asText()).isEqualTo("LORA");
        assertThat(config.path("task_type").asText()).isEqualTo("CAUSAL_LM");
        assertThat(config.path("r").asInt()).isEqualTo(16);
        assertThat(config.path("lora_alpha").isInt()).isTrue();
        assertThat(config.path("lora_alpha").asInt()).isEqualTo(32);
        assertThat(config.path("target_modules").toString())
                .isEqualTo("[\"q_proj\",\"k_proj\",\"v_proj\",\"o_proj\",\"gate_proj\",\"up_proj\",\"down_proj\"]");
    }

    @Test
    void a_changed_file_is_noticed() throws IOException {
        List<FileDigest> files = AdapterDirectory.write(directory, learner, "molt/tiny");
        assertThat(AdapterDirectory.matches(directory, files)).isTrue();

        byte[] bytes = Files.readAllBytes(directory.resolve("learner.arrow"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(directory.resolve("learner.arrow"), bytes);

        assertThat(AdapterDirectory.matches(directory, files)).isFalse();
    }

    @Test
    void a_config_without_alpha_is_refused() throws IOException {
        AdapterDirectory.write(directory, learner, "molt/tiny");
        Files.writeString(directory.resolve("adapter_config.json"), "{\"peft_type\":\"LORA\",\"r\":16}");

        assertThatThrownBy(() -> AdapterDirectory.readAdapter(directory))
                .isInstanceOf(MalformedFile.class)
                .hasMessage("adapter_config.json must describe a LORA adapter with r and lora_alpha");
    }

    /** Vector V11 of algorithms.md. */
    @Test
    void merging_adds_the_scaled_product() {
        LoraMatrices lora = new LoraMatrices(
                new Tensor(new int[] {1, 2}, new float[] {1, 2}), new Tensor(new int[] {2, 1}, new float[] {3, -1}));
        Tensor w = new Tensor(new int[] {2, 2}, new float[] {10, 20, 30, 40});

        assertThat(lora.mergedInto(w, 0.5).data()).containsExactly(11.5f, 23, 29.5f, 39);
        assertThatThrownBy(() -> lora.mergedInto(new Tensor(new int[] {1, 2}, new float[2]), 0.5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_adapter_of_another_model_does_not_fit() {
        LoraAdapter small = LoraAdapter.fresh(TinyPolicyFixture.SMALL, 4, 8, 1);

        assertThat(small.fitting(TinyPolicyFixture.SMALL)).isSameAs(small);
        assertThatThrownBy(() -> small.fitting(TinyPolicy.CONFIG)).hasMessageEndingWith("does not fit the model");
    }

    private static LearnerState learner(long seed) {
        LoraAdapter adapter = TinyPolicyFixture.randomAdapter(TinyPolicy.CONFIG, 16, 0.02, seed);
        return new LearnerState(adapter, new Moments(3, arrays(seed + 1), arrays(seed + 2)));
    }

    private static SortedMap<String, float[]> arrays(long seed) {
        SortedMap<String, float[]> arrays = new TreeMap<>();
        TinyPolicyFixture.randomAdapter(TinyPolicy.CONFIG, 16, 0.1, seed)
                .tensors()
                .forEach((name, tensor) -> arrays.put(name, tensor.data()));
        return arrays;
    }
}
