package io.molt.jobs;

import io.molt.jobs.embedded.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job on a cluster of its own in this JVM; the next one on the same directory resumes. Closing it is like a crash. */
public final class RunningJob implements AutoCloseable {

    private static final int PARALLELISM = 2;
    private static final long PATIENCE_SECONDS = 30;

    private final JobClient client;

    private RunningJob(JobClient client) {
        this.client = client;
    }

    public static RunningJob start(Path checkpoints, Consumer<StreamExecutionEnvironment> define) throws Exception {
        Configuration configuration = EmbeddedFlink.job(checkpoints, Duration.ofMillis(500), PARALLELISM)
                .set(RestOptions.BIND_PORT, "0")
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32))
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
        define.accept(env);
        return new RunningJob(env.executeAsync());
    }

    @Override
    public void close() throws Exception {
        client.cancel().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
