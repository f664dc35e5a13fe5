package io.molt.cli.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.lineage.Taught;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AftermathTest {

    private static final Path HOME = Path.of("/home");
    private static final Target SESSION = new Target("ada", Optional.of("s"), Optional.empty());

    @Test
    void versions_that_are_live_come_with_the_commands_that_leave_them() {
        Taught taught = new Taught(List.of(2L), List.of(4L, 5L), List.of(2L, 4L), 1);

        assertThat(Aftermath.of(HOME, SESSION, taught))
                .containsExactly(
                        "taught   v2, on which stand v4, v5",
                        "         v2, v4 serve or are learned from. To be without:",
                        "           molt adapters rollback --home /home --agent ada 1",
                        "           molt replay --home /home --agent ada --name clean --without session:s");
    }

    @Test
    void nobody_can_replay_an_agent_without_everything() {
        Taught taught = new Taught(List.of(2L), List.of(), List.of(2L), 0);

        assertThat(Aftermath.of(HOME, new Target("ada", Optional.empty(), Optional.empty()), taught))
                .containsExactly(
                        "taught   v2",
                        "         v2 serves or is learned from. To be without:",
                        "           molt adapters rollback --home /home --agent ada 0");
    }

    @Test
    void versions_that_were_left_behind_already_need_no_command() {
        assertThat(Aftermath.of(HOME, SESSION, new Taught(List.of(2L), List.of(), List.of(), 1)))
                .containsExactly("taught   v2", "         none of them serves or is learned from");
        assertThat(Aftermath.of(HOME, SESSION, new Taught(List.of(), List.of(), List.of(), 1)))
                .containsExactly("taught   no version, as far as the tables know");
    }
}
