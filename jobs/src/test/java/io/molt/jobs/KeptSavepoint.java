package io.molt.jobs;

import io.molt.jobs.embedded.EmbeddedFlink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A savepoint that an earlier commit made and that lies in the test resources: one file, all state inside, so that it can
 * be restored anywhere. Run the tests that use one with {@code -Dmolt.savepoint=true} to have it made again; that is a
 * break with what users have, so think twice.
 *
 * @param job names it
 */
public record KeptSavepoint(String job) {

    private static final int PARALLELISM = 2;
    private static final MemorySize INLINE = MemorySize.ofMebiBytes(1);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final long PATIENCE_SECONDS = 60;

    /** True if it is to be made, and not only restored. */
    public static boolean isToBeMade() {
        return Boolean.getBoolean("molt.savepoint");
    }

    /** A running job that can be stopped with a savepoint. */
    public record Run(JobClient client) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            client.cancel().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Starts the job without any state. */
    public Run fresh(Path directory, Consumer<StreamExecutionEnvironment> define) throws Exception {
        return start(configuration(directory), define);
    }

    /** Stops a run and keeps its savepoint in the resources. */
    public void keep(Run run, Path directory) throws Exception {
        String made = run.client()
                .stopWithSavepoint(false, directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        keep(made);
    }

    /** Keeps a savepoint of a run that goes on: no sink commits anything because of it, so that what waits is inside. */
    public void keepOfRunning(Run run, Path directory) throws Exception {
        keep(run.client()
                .triggerSavepoint(directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private void keep(String made) throws IOException {
        Path metadata = Path.of(java.net.URI.create(made)).resolve("_metadata");
        Path kept = Path.of("src/test/resources", resource());
        Files.createDirectories(kept.getParent());
        Files.write(kept, Files.readAllBytes(metadata));
    }

    /** Starts the job with the state of the savepoint that is kept. */
    public Run restored(Path directory, Consumer<StreamExecutionEnvironment> define) throws Exception {
        Path savepoint = Files.createDirectories(directory.resolve("savepoint"));
        Files.write(savepoint.resolve("_metadata"), bytes());
        return start(
                configuration(directory)
                        .set(
                                StateRecoveryOptions.SAVEPOINT_PATH,
                                savepoint.toUri().toString()),
                define);
    }

    /** What is kept. */
    public byte[] bytes() throws IOException {
        Path made = Path.of("src/test/resources", resource());
        if (isToBeMade()) {
            return Files.readAllBytes(made);
        }
        try (InputStream kept = KeptSavepoint.class.getResourceAsStream("/" + resource())) {
            if (kept == null) {
                throw new IllegalStateException("there is no savepoint " + resource() + " among the test resources");
            }
            return kept.readAllBytes();
        }
    }

    private String resource() {
        return "io/molt/jobs/savepoint/" + job + "/_metadata";
    }

    private static Configuration configuration(Path directory) {
        return EmbeddedFlink.job(directory.resolve("checkpoints"), EVERY, PARALLELISM)
                .set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, INLINE)
                .set(RestOptions.BIND_PORT, "0")
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32))
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
    }

    private static Run start(Configuration configuration, Consumer<StreamExecutionEnvironment> define)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
        define.accept(env);
        return new Run(env.executeAsync());
    }
}
