package io.molt.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryPointsTest {

    @Test
    void the_newest_complete_point_of_all_runs_wins_be_it_a_checkpoint_or_a_savepoint(@TempDir Path directory)
            throws IOException {
        assertThat(RecoveryPoints.newest(directory.resolve("absent"))).isEmpty();
        assertThat(RecoveryPoints.newest(directory)).isEmpty();
        point(directory.resolve("run-1/chk-90"), 1_000);
        Path savepoint = point(directory.resolve("savepoint-1"), 2_000);
        assertThat(RecoveryPoints.newest(directory)).contains(savepoint);

        Files.createDirectories(directory.resolve("run-2/chk-4"));
        Path third = point(directory.resolve("run-2/chk-3"), 3_000);

        assertThat(RecoveryPoints.newest(directory)).contains(third);
    }

    private static Path point(Path point, long millis) throws IOException {
        Files.createDirectories(point);
        Path metadata = Files.createFile(point.resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
        return point;
    }
}
