package io.molt.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.policy.TinyPolicyFixture;
import io.molt.policy.files.DurableFiles;
import io.molt.policy.files.MalformedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyConfigTest {

    @TempDir
    Path directory;

    @Test
    void what_was_written_is_read() {
        assertThat(PolicyConfig.parse(TinyPolicy.CONFIG.toJson())).isEqualTo(TinyPolicy.CONFIG);
    }

    @Test
    void all_problems_come_in_one_message() {
        assertThatThrownBy(() -> PolicyConfig.parse(
                        "{\"architectures\": [\"LlamaForCausalLM\"], \"hidden_size\": 128, \"vocab_size\": \"many\"}"))
                .hasMessage(
                        """
                        config.json is not usable:
                          architectures must be [Qwen3ForCausalLM], but was ["LlamaForCausalLM"]
                          tie_word_embeddings must be true
                          num_hidden_layers must be a number
                          intermediate_size must be a number
                          vocab_size must be a number
                          max_position_embeddings must be a number
                          num_attention_heads must be a number
                          num_key_value_heads must be a number
                          head_dim must be a number
                          rope_theta must be a number
                          rms_norm_eps must be a number""");
        assertThatThrownBy(() -> new PolicyConfig(0, 128, 384, 1024, new Attention(4, 3, 7, 0), 1e-6, 2048))
                .hasMessage(
                        """
                        config.json is not usable:
                          num_hidden_layers must be from 1 to 1048576, but was 0
                          num_attention_heads must be a multiple of num_key_value_heads, but they were 4 and 3
                          head_dim must be even, but was 7
                          rope_theta must be positive, but was 0.0""");
    }

    /** Vector V8 of algorithms.md, for the seven projections that are adapted here. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"Qwen3-4B, 36, 2560, 9728, 32, 2064384", "Qwen3-8B, 36, 4096, 12288, 32, 2727936"})
    void an_adapter_has_as_many_parameters_per_rank_as_published(
            String name, int layers, int hidden, int intermediate, int heads, int expected) {
        PolicyConfig config =
                new PolicyConfig(layers, hidden, intermediate, 151936, new Attention(heads, 8, 128, 1e6), 1e-6, 40960);

        int perLayer = Arrays.stream(Projection.values())
                .mapToInt(projection -> projection.in(config) + projection.out(config))
                .sum();

        assertThat(layers * perLayer).as(name).isEqualTo(expected);
    }

    @Test
    void the_built_in_policy_is_small_and_complete() throws IOException {
        TinyPolicy.unpackTo(directory);

        PolicyDirectory policy = PolicyDirectory.open(directory);
        long bytes = 0;
        for (String name :
                new String[] {"config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"}) {
            bytes += Files.size(directory.resolve(name));
        }
        assertThat(policy.config()).isEqualTo(TinyPolicy.CONFIG);
        assertThat(policy.tokenizer().vocabSize()).isEqualTo(1024);
        assertThat(bytes).isLessThan(2_000_000);
        assertThat(policy.fingerprints("test").model())
                .isEqualTo(DurableFiles.digest(directory.resolve("model.safetensors"))
                        .sha256());
    }

    @Test
    void unpacking_twice_changes_nothing() throws IOException {
        Path file = TinyPolicy.unpackTo(directory).resolve("model.safetensors");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));

        TinyPolicy.unpackTo(directory);

        assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1000);
    }

    @Test
    void a_directory_with_a_weight_of_the_wrong_shape_is_refused() throws IOException {
        PolicyDirectory policy = TinyPolicyFixture.policy();
        PolicyConfig other = new PolicyConfig(4, 128, 392, 1024, policy.config().attention(), 1e-6, 2048);
        PolicyDirectory.write(
                directory, other, Files.readString(policy.path().resolve("tokenizer.json")), policy.weights());

        assertThatThrownBy(() -> PolicyDirectory.open(directory))
                .isInstanceOf(MalformedFile.class)
                .hasMessage("model.safetensors needs model.layers.0.mlp.gate_proj.weight of shape [392, 128], "
                        + "but has Tensor[384, 128]");
    }
}
