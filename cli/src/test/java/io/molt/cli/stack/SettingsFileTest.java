package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @Test
    void nested_keys_are_joined_by_dots_and_lists_by_commas() {
        assertThat(
                        SettingsFile.parse(
                                "molt.yaml",
                                """
                        learn:
                          method: opd
                          learningRate: 1e-3
                        batch.size: 4
                        proxy: { port: 8800 }
                        trainer: { devices: [cpu, "cuda:0"] }
                        """))
                .isEqualTo(Map.of(
                        "learn.method", "opd",
                        "learn.learningRate", "0.001",
                        "batch.size", "4",
                        "proxy.port", "8800",
                        "trainer.devices", "cpu,cuda:0"));
    }

    @Test
    void a_file_that_is_not_there_sets_nothing(@TempDir Path directory) throws Exception {
        assertThat(SettingsFile.read(directory.resolve("molt.yaml"))).isEmpty();
    }

    @Test
    void what_is_no_mapping_is_refused_with_the_name_of_the_file() {
        assertThatThrownBy(() -> SettingsFile.parse("molt.yaml", "- a\n- b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("molt.yaml must be a mapping of settings");
        assertThatThrownBy(() -> SettingsFile.parse("molt.yaml", "a: [1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("molt.yaml is no YAML: ");
    }
}
