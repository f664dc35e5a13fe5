package io.molt.jobs.embedded;

import io.molt.jobs.JobMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;

/** How one of molt's jobs runs in this JVM. */
public final class EmbeddedFlink {

    private static final int RETAINED = 3;
    /** Checkpoints that may fail in a row; a busy machine is no reason to start again. */
    private static final int TOLERATED = 10;

    private EmbeddedFlink() {}

    /**
     * Flink's configuration of one job; it resumes from the newest complete checkpoint, if there is one.
     *
     * @param checkpoints this job's own directory
     * @param interval between two checkpoints
     */
    public static Configuration job(Path checkpoints, Duration interval, int parallelism) {
        Configuration configuration = JobMain.strict()
                .set(CoreOptions.DEFAULT_PARALLELISM, parallelism)
                .set(
                        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                        checkpoints.toUri().toString())
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval)
                .set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval.dividedBy(2))
                .set(
                        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION)
                .set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED)
                .set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERATED)
                .set(StateBackendOptions.STATE_BACKEND, "hashmap")
                // Not for the size: without it a restore reads state from the file byte by byte.
                .set(ExecutionOptions.SNAPSHOT_COMPRESSION, true)
                .set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500))
                .set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        newestCheckpoint(checkpoints)
                .ifPresent(newest -> configuration.set(
                        StateRecoveryOptions.SAVEPOINT_PATH, newest.toUri().toString()));
        return configuration;
    }

    /** The newest complete checkpoint that any run of the job left: {@code <job id>/chk-N} with its metadata. */
    public static Optional<Path> newestCheckpoint(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> paths = Files.walk(checkpoints, 2)) {
            List<Path> complete = paths.filter(
                            path -> path.getFileName().toString().startsWith("chk-"))
                    .filter(path -> Files.exists(path.resolve("_metadata")))
                    .toList();
            return complete.stream()
                    .max(Comparator.comparingLong(EmbeddedFlink::completed).thenComparingLong(EmbeddedFlink::number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes what earlier runs left, but for the run with the newest complete checkpoint: each run has a directory of its
     * own, and Flink keeps the checkpoints of one run only. Not while the job runs.
     */
    public static void forgetOlderRuns(Path checkpoints) throws IOException {
        Optional<Path> newest = newestCheckpoint(checkpoints);
        if (newest.isEmpty()) {
            return;
        }
        List<Path> older;
        try (Stream<Path> runs = Files.list(checkpoints)) {
            older = runs.filter(run -> !run.equals(newest.get().getParent())).toList();
        }
        for (Path run : older) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    private static long completed(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve("_metadata")).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
