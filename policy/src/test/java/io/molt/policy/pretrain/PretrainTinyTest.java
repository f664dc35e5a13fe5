package io.molt.policy.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.molt.policy.files.DurableFiles;
import io.molt.policy.model.PolicyDirectory;
import io.molt.schemas.adapter.FileDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainTinyTest {

    @TempDir
    Path directory;

    @Test
    void fifty_steps_twice_give_the_same_bytes() throws IOException {
        List<Double> losses = new ArrayList<>();

        List<FileDigest> first = pretrain("a", 1, losses);

        assertThat(pretrain("b", 1, new ArrayList<>())).isEqualTo(first);
        assertThat(losses).hasSize(50);
        assertThat(losses.get(49)).isLessThan(losses.get(0) / 1.3);
        assertThat(PolicyDirectory.open(directory.resolve("a")).tokenizer().vocabSize())
                .isEqualTo(1024);
    }

    @Test
    void the_learning_rate_warms_up_and_falls_to_a_twentieth() {
        assertThat(PretrainTiny.learningRate(1, 2600)).isCloseTo(2e-5, within(1e-7));
        assertThat(PretrainTiny.learningRate(100, 2600)).isGreaterThan(1.98e-3);
        assertThat(PretrainTiny.learningRate(2600, 2600)).isCloseTo(1e-4, within(1e-9));
    }

    private List<FileDigest> pretrain(String name, long seed, List<Double> losses) throws IOException {
        Path policy = directory.resolve(name);
        PretrainTiny.run(policy, 50, seed, (step, loss, tokens) -> losses.add(loss));
        List<FileDigest> files = new ArrayList<>();
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")) {
            files.add(DurableFiles.digest(policy.resolve(file)));
        }
        return files;
    }
}
