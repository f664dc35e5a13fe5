package io.molt.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same tests search for new ones. */
class FormatsFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_openclaw_turns_or_problems(byte[] file) throws IOException {
        read(new OpenClawFormat(), file);
    }

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_claude_code_turns_or_problems(byte[] file) throws IOException {
        read(new ClaudeCodeFormat(), file);
    }

    @FuzzTest(maxDuration = "1m")
    void any_bytes_are_chat_turns_or_problems(byte[] file) throws IOException {
        read(new ChatFormat(), file);
    }

    private static void read(Format format, byte[] file) throws IOException {
        Set<String> ids = new HashSet<>();
        Problems problems = new Problems(Path.of("fuzz"));
        ImportRun run = new ImportRun(format, "ada", new KnownTurns(), turn -> {
            assertThat(ids.add(turn.answered().turn().turnId())).isTrue();
            assertThat(turn.arrived().history().messages()).isNotEmpty();
            assertThat(turn.answered().timing().requestedAtMillis())
                    .isBetween(1L, turn.answered().timing().answeredAtMillis());
            assertThat(turn.answered().servedBy().trained()).isFalse();
        });
        run.read(new ByteArrayInputStream(file), 77, problems);
        assertThat(problems.count()).isLessThanOrEqualTo(file.length + 1L);
    }
}
