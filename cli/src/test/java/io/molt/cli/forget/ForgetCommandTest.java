package io.molt.cli.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetCommandTest {

    @TempDir
    private Path home;

    @Test
    void where_nothing_runs_nothing_is_changed() {
        StringWriter errors = new StringWriter();

        int exit = Molt.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute("forget", "--home", home.toString(), "--agent", "ada", "--session", "s");

        assertThat(exit).isEqualTo(2);
        assertThat(errors).asString().contains("molt does not run on " + home);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_command_in_the_log_names_a_turn_with_its_session_a_session_or_everything() {
        Optional<String> none = Optional.empty();

        assertThat(new Target("ada", Optional.of("s"), Optional.of("t")).arguments())
                .isEqualTo(Map.of("turnId", "t", "content", "s"));
        assertThat(new Target("ada", Optional.of("s"), none).arguments()).isEqualTo(Map.of("sessionId", "s"));
        assertThat(new Target("ada", none, none).arguments()).isEqualTo(Map.of("everything", "true"));
        assertThat(new Target("ada", none, none)).hasToString("everything of ada");
    }
}
