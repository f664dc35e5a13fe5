package io.molt.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that should run on a JobManager, and their way there. One job is never submitted twice. */
final class Submissions {

    private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final FlinkRest flink;
    private final ClusterCommands commands;
    private final ClusterFiles files;
    private final ClusterOptions options;
    private final Map<String, String> settings;
    private final Map<ClusterJob, Integer> wanted = new EnumMap<>(ClusterJob.class);
    private final Set<ClusterJob> lost = new LinkedHashSet<>();

    Submissions(
            FlinkRest flink,
            ClusterCommands commands,
            ClusterFiles files,
            ClusterOptions options,
            Map<String, String> settings) {
        this.flink = flink;
        this.commands = commands;
        this.files = files;
        this.options = options;
        this.settings = Map.copyOf(settings);
    }

    /** Submits a job, going on from the newest checkpoint or savepoint of it that there is. */
    void submit(ClusterJob job, int parallelism) throws IOException, InterruptedException {
        wanted.put(job, parallelism);
        run(job);
    }

    /** The JobManager has forgotten everything. */
    void forgotten() {
        lost.addAll(wanted.keySet());
    }

    /**
     * Submits one job that was lost; if that does not work now, the others come first. Not all at once: it takes half a minute
     * to find out that Kafka is away, and until this returns nobody starts it again.
     */
    void recover() throws InterruptedException {
        ClusterJob job = lost.iterator().next();
        try {
            if (running(job).isEmpty()) {
                run(job);
            }
            lost.remove(job);
        } catch (IOException e) {
            lost.remove(job);
            lost.add(job);
            LOG.warn("job could not be submitted again job={} reason={}", job.jobName(), e.getMessage());
        }
    }

    boolean isComplete() {
        return lost.isEmpty();
    }

    /** The job, if it is on the JobManager and not over. */
    Optional<FlinkRest.Job> running(ClusterJob job) throws IOException, InterruptedException {
        return flink.jobs().stream()
                .filter(each -> each.name().equals(job.title()) && !each.isOver())
                .findFirst();
    }

    /** Stops a job; its state is the point that it goes on from. */
    Path stop(ClusterJob job) throws IOException, InterruptedException {
        FlinkRest.Job running =
                running(job).orElseThrow(() -> new IllegalStateException(job.jobName() + " does not run"));
        wanted.remove(job);
        return flink.stop(running.id(), files.recovery(job.jobName()));
    }

    void cancel(ClusterJob job) throws IOException, InterruptedException {
        wanted.remove(job);
        Optional<FlinkRest.Job> running = running(job);
        if (running.isPresent()) {
            flink.cancel(running.get().id());
        }
    }

    private void run(ClusterJob job) throws IOException, InterruptedException {
        Optional<Path> from = RecoveryPoints.newest(files.recovery(job.jobName()));
        Path output = files.log("submit-" + job.jobName() + "-out");
        Files.deleteIfExists(output);
        List<String> command = commands.submit(job, wanted.get(job), options.interval(job), from, settings);
        Process client = Processes.run(command, output, files.conf());
        if (!client.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            client.destroyForcibly().waitFor();
            throw new IOException("submitting " + job.jobName() + " took longer than " + LONGEST);
        }
        if (client.exitValue() != 0) {
            throw new IOException(job.jobName() + " was refused; see " + output);
        }
        LOG.info(
                "job submitted job={} from={}",
                job.jobName(),
                from.map(Path::toString).orElse("its beginning"));
    }
}
