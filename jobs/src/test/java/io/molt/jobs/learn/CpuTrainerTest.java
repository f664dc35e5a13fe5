package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTrainerTest {

    @TempDir
    private Path directory;

    @Test
    void a_machine_without_the_policy_is_told_where_it_should_be() {
        String nowhere = directory.resolve("policy").toString();

        assertThatThrownBy(() -> new CpuTrainer(nowhere, 0.5).check())
                .hasMessage("there is no policy at " + nowhere
                        + ": policy.directory must be there on every machine that runs a TaskManager");
    }

    @Test
    void jobs_with_other_limits_of_the_quality_gate_share_a_trainer() {
        assertThat(new CpuTrainer("policy", 0.1).name()).isEqualTo(new CpuTrainer("policy", 0.5).name());
    }
}
