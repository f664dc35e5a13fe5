package io.molt.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DeploymentSchemaTest {

    /** The release at hand ends at Flink 1.20; which versions a newer one knows is all that is not checked. */
    private static final String OF_AN_OLDER_OPERATOR = ".spec.flinkVersion must be one of [v1_13, v1_14, v1_15, v1_16,"
            + " v1_17, v1_18, v1_19, v1_20], but is v2_3";

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"score", "learn", "tables"})
    void a_manifest_is_valid_but_for_a_flink_that_is_newer_than_the_operator(String job) throws Exception {
        assertThat(DeploymentSchema.ofTheOperator().problems(manifest(job))).containsExactly(OF_AN_OLDER_OPERATOR);
    }

    @Test
    void a_field_that_is_unknown_or_of_another_type_or_none_of_its_values_is_found() throws Exception {
        String manifest = Files.readString(path("score"))
                .replace("replicas: 1", "replicas: one")
                .replace("upgradeMode: savepoint", "upgradeMode: hopeful")
                .replace("mountPath: /data", "mountpath: /data")
                .replace("parallelism.default: \"2\"", "parallelism.default: 2");

        assertThat(DeploymentSchema.ofTheOperator().problems(yaml(manifest)))
                .containsExactlyInAnyOrder(
                        OF_AN_OLDER_OPERATOR,
                        ".spec.flinkConfiguration.parallelism.default must be of type string, but is 2",
                        ".spec.jobManager.replicas must be of type integer, but is one",
                        ".spec.job.upgradeMode must be one of [last-state, savepoint, stateless], but is hopeful",
                        ".spec.podTemplate.spec.containers[0].volumeMounts[0].mountpath is unknown");
    }

    private static Map<?, ?> manifest(String job) throws IOException {
        return yaml(Files.readString(path(job)));
    }

    private static Path path(String job) {
        return Path.of("../flink-conf/kubernetes", job + ".yaml");
    }

    private static Map<?, ?> yaml(String text) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
