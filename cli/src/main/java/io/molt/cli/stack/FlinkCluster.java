package io.molt.cli.stack;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions.CompressionCodec;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.SerializedThrowable;

/** Flink in this process, with its web page, on the loopback interface only. */
public final class FlinkCluster implements AutoCloseable {

    private static final MemorySize LITTLE = MemorySize.ofMebiBytes(32);
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<JobStatus> STARTING =
            EnumSet.of(JobStatus.INITIALIZING, JobStatus.CREATED, JobStatus.RECONCILING);

    private final MiniCluster cluster;
    private final Map<String, JobID> jobs = new LinkedHashMap<>();

    private FlinkCluster(MiniCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Starts the cluster, without jobs.
     *
     * @param webPort of the web page; 0 takes any free one
     * @param slots for tasks; each job takes as many as it is parallel
     */
    public static FlinkCluster start(int webPort, int slots) throws Exception {
        return start(webPort, slots, LITTLE);
    }

    /**
     * Starts a cluster whose jobs sort.
     *
     * @param memory for sorting, off the heap; what does not fit goes through files
     */
    public static FlinkCluster start(int webPort, int slots, MemorySize memory) throws Exception {
        Configuration configuration = new Configuration()
                .set(RestOptions.ADDRESS, LOOPBACK)
                .set(RestOptions.BIND_ADDRESS, LOOPBACK)
                .set(RestOptions.BIND_PORT, String.valueOf(webPort))
                // Its servers for code and data listen everywhere otherwise, and ask nobody who he is.
                .set(JobManagerOptions.BIND_HOST, LOOPBACK)
                .set(TaskManagerOptions.BIND_HOST, LOOPBACK)
                .set(TaskManagerOptions.HOST, LOOPBACK)
                // A page from elsewhere in the same browser must neither submit code nor read an answer.
                .set(WebOptions.SUBMIT_ENABLE, false)
                .set(WebOptions.CANCEL_ENABLE, false)
                .set(WebOptions.ACCESS_CONTROL_ALLOW_ORIGIN, "http://" + LOOPBACK + ":" + webPort)
                // Accumulators come with it, and progress with them.
                .set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, HEARTBEAT)
                // Nothing leaves this process.
                .set(NettyShuffleEnvironmentOptions.SHUFFLE_COMPRESSION_CODEC, CompressionCodec.NONE)
                .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64))
                .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64))
                .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, memory);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new FlinkCluster(cluster);
    }

    /** Runs what is defined on {@code environment}; the name finds it again. */
    public void submit(String name, StreamExecutionEnvironment environment) throws Exception {
        var streams = environment.getStreamGraph();
        streams.setJobName(name);
        var graph = streams.getJobGraph();
        cluster.submitJob(graph).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        jobs.put(name, graph.getJobID());
    }

    /**
     * Runs a bounded job to its end.
     *
     * @param progress told about every second what the job's accumulators say
     * @return what they said at the end
     * @throws IllegalStateException if the job failed, with the reason as its message
     */
    public Map<String, Long> run(
            String name, StreamExecutionEnvironment environment, Consumer<Map<String, Long>> progress)
            throws Exception {
        submit(name, environment);
        JobID job = jobs.get(name);
        var ended = cluster.requestJobResult(job);
        while (!endsWithin(LOOK_MILLIS, ended)) {
            progress.accept(accumulators(job));
        }
        jobs.remove(name); // nothing is left to cancel
        JobResult result = ended.get();
        Optional<SerializedThrowable> failure = result.getSerializedThrowable();
        if (failure.isPresent()) {
            Throwable why = failure.get().deserializeError(FlinkCluster.class.getClassLoader());
            throw new IllegalStateException(root(why).getMessage(), why);
        }
        return accumulators(job);
    }

    private static boolean endsWithin(long millis, Future<?> job) throws InterruptedException, ExecutionException {
        try {
            job.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Map<String, Long> accumulators(JobID job) throws Exception {
        Map<String, Long> values = new TreeMap<>();
        for (var each :
                cluster.getExecutionGraph(job).get().getAccumulatorsSerialized().entrySet()) {
            Object value = each.getValue()
                    .deserializeValue(FlinkCluster.class.getClassLoader())
                    .getUnchecked();
            if (value instanceof Long number) {
                values.put(each.getKey(), number);
            }
        }
        return values;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Where a browser sees the jobs. */
    public URI webPage() throws InterruptedException, ExecutionException {
        return cluster.getRestAddress().get();
    }

    /** Returns when every job has all its tasks running; fails if one ended instead. */
    public void awaitRunning() throws Exception {
        for (Map.Entry<String, JobID> job : jobs.entrySet()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!allTasksRun(job.getValue())) {
                JobStatus status = cluster.getJobStatus(job.getValue()).get();
                if (status.isTerminalState() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("job " + job.getKey() + " does not run: it is " + status);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private boolean allTasksRun(JobID job) throws InterruptedException, ExecutionException {
        if (STARTING.contains(cluster.getJobStatus(job).get())) {
            return false;
        }
        for (var vertex : cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
            if (vertex.getExecutionState() != org.apache.flink.runtime.execution.ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Takes a checkpoint of a job now, so that what it has read is in its outputs. */
    public void checkpoint(String name) throws InterruptedException, ExecutionException, TimeoutException {
        cluster.triggerCheckpoint(jobs.get(name), CheckpointType.CONFIGURED)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The newest completed checkpoints of a job, at most ten, the newest first. */
    public List<CompletedCheckpointStats> completedCheckpoints(String name)
            throws InterruptedException, ExecutionException {
        return cluster
                .getExecutionGraph(jobs.get(name))
                .get()
                .getCheckpointStatsSnapshot()
                .getHistory()
                .getCheckpoints()
                .stream()
                .filter(CompletedCheckpointStats.class::isInstance)
                .map(CompletedCheckpointStats.class::cast)
                .toList();
    }

    /** The jobs that no longer run, with their status. */
    public List<String> ended() throws InterruptedException, ExecutionException {
        List<String> ended = new ArrayList<>();
        for (Map.Entry<String, JobID> job : jobs.entrySet()) {
            JobStatus status = cluster.getJobStatus(job.getValue()).get();
            if (status.isTerminalState()) {
                ended.add(job.getKey() + " " + status);
            }
        }
        return ended;
    }

    /** Cancels all jobs; their newest checkpoints stay, and the next start resumes from them. */
    @Override
    public void close() throws Exception {
        try {
            for (JobID job : jobs.values()) {
                cluster.cancelJob(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            for (JobID job : jobs.values()) {
                cluster.requestJobResult(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            cluster.close();
        }
    }
}
