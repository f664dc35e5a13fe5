package io.molt.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkTest {

    @TempDir
    private Path directory;

    @Test
    void a_first_start_resumes_from_nothing() {
        assertThat(EmbeddedFlink.newestCheckpoint(directory.resolve("none"))).isEmpty();
        assertThat(EmbeddedFlink.job(directory, Duration.ofSeconds(1), 1)
                        .getOptional(StateRecoveryOptions.SAVEPOINT_PATH))
                .isEmpty();
    }

    @Test
    void the_newest_complete_checkpoint_of_any_run_is_resumed_from() throws IOException {
        checkpoint("run1/chk-9", 1_000);
        checkpoint("run2/chk-10", 2_000);
        Files.createDirectories(directory.resolve("run2/chk-11"));

        Path newest = EmbeddedFlink.newestCheckpoint(directory).orElseThrow();

        assertThat(newest).isEqualTo(directory.resolve("run2/chk-10"));
        assertThat(EmbeddedFlink.job(directory, Duration.ofSeconds(1), 1).get(StateRecoveryOptions.SAVEPOINT_PATH))
                .isEqualTo(newest.toUri().toString());
    }

    private void checkpoint(String name, long completedMillis) throws IOException {
        Path metadata = Files.createDirectories(directory.resolve(name)).resolve("_metadata");
        Files.writeString(metadata, "");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(completedMillis));
    }
}
