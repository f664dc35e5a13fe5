package io.molt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoltTest {

    @Test
    void help_names_every_command() {
        var out = new StringWriter();

        int status = Molt.commandLine().setOut(new PrintWriter(out)).execute("--help");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("demo", "up", "status", "sql", "simulate", "pretrain-tiny");
    }

    @Test
    void wrong_usage_is_told_apart_from_failure() {
        var err = new StringWriter();

        int status = Molt.commandLine().setErr(new PrintWriter(err)).execute("demo", "--method", "magic");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--method");
    }

    @Test
    void a_broken_settings_file_starts_nothing_and_names_all_problems(@TempDir Path home) throws Exception {
        java.nio.file.Files.writeString(
                home.resolve("molt.yaml"), "proxy: {port: 99999}\nlearn: {method: magic}\nlearn.rnak: 8\n");
        var err = new StringWriter();

        int status = Molt.commandLine().setErr(new PrintWriter(err)).execute("up", "--home", home.toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "settings are not usable:",
                        "proxy.port",
                        "learn.method",
                        "learn.rnak is not a setting of molt");
        assertThat(home.resolve("kafka")).doesNotExist();
    }
}
