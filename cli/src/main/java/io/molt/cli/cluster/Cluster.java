package io.molt.cli.cluster;

import io.molt.cli.stack.Home;
import io.molt.cli.stack.PropertyFile;
import io.molt.cli.stack.StackConfig;
import io.molt.jobs.embedded.FreePort;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.policy.model.TinyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * A Flink cluster with its broker and its serving, as processes of this machine, and their supervisor.
 *
 * <p>Processes die at any time; {@link #supervise} is called again and again and starts what has ended. One
 * thread at a time looks after processes and jobs.
 */
public final class Cluster implements AutoCloseable {

    public static final String BROKER = "broker";
    public static final String SERVING = "serving";
    public static final String JOB_MANAGER = "jobmanager";

    private static final short ONE = 1;
    /** More than the largest parallelism that one machine is rescaled to. */
    private static final TopicSetup TOPICS = new TopicSetup(4, ONE);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Home home;
    private final Map<String, String> settings;
    private final ClusterFiles files;
    private final ClusterOptions options;
    private final Processes processes;
    private final ClusterCommands commands;
    private final FlinkRest flink;
    private final Submissions submissions;
    /** Not to be started again for now. */
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    private volatile boolean closing;

    private Cluster(Home home, Map<String, String> settings, ClusterFiles files, ClusterOptions options)
            throws IOException {
        this.home = home;
        this.settings = settings;
        this.files = files;
        this.options = options;
        Build build = Build.find();
        var ports = new FlinkSettings.Ports(FreePort.find(), Integer.parseInt(settings.get("flink.webPort")));
        this.commands =
                new ClusterCommands(build, files, FlinkSettings.write(build.flinkConf(), files, ports, options));
        this.processes = new Processes(files);
        this.flink = new FlinkRest(ports.rest());
        this.submissions = new Submissions(flink, commands, files, options, settings);
    }

    /**
     * Starts all processes and submits the jobs, each from its newest checkpoint or savepoint; returns when all run.
     *
     * @param given settings as in molt.yaml
     * @throws IllegalStateException if processes of an earlier cluster still run here, or one does not start
     */
    public static Cluster start(Home home, Map<String, String> given, ClusterOptions options) throws Exception {
        ClusterFiles files = ClusterFiles.below(home.directory());
        files.create();
        refuseLeftovers(files);
        Map<String, String> settings = StackConfig.complete(home, given);
        StackConfig.of(settings, true);
        PropertyFile.write(files.settings(), settings);
        if (!given.containsKey("policy.directory")) {
            TinyPolicy.unpackTo(Path.of(settings.get("policy.directory")));
        }
        Files.createDirectories(home.adapters());
        Cluster cluster = new Cluster(home, settings, files, options);
        try {
            cluster.startAll();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static void refuseLeftovers(ClusterFiles files) throws IOException {
        for (Map.Entry<String, String> each :
                PropertyFile.read(files.processes()).entrySet()) {
            if (ProcessMark.parse(each.getValue()).alive().isPresent()) {
                throw new IllegalStateException(
                        each.getKey() + " of an earlier cluster still runs here; stop it with molt cluster down");
            }
        }
    }

    private void startAll() throws Exception {
        processes.start(BROKER, commands.part(BROKER, home.directory(), "512m"));
        processes.start(JOB_MANAGER, commands.jobManager());
        for (String name : taskManagers()) {
            processes.start(name, commands.taskManager(name));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            TOPICS.create(admin);
        }
        processes.start(SERVING, commands.part(SERVING, home.directory(), "600m"));
        awaitFlink();
        for (ClusterJob job : ClusterJob.values()) {
            submissions.submit(job, options.parallelism());
        }
        awaitJobs();
        awaitServing();
    }

    /** Starts what has ended, and gives a new JobManager its jobs. True if nothing is missing. */
    public synchronized boolean supervise() throws IOException, InterruptedException {
        List<String> ended = processes.ended();
        for (String name : ended) {
            if (closing) {
                return false;
            }
            if (away.contains(name)) {
                continue;
            }
            processes.restart(name);
            if (name.equals(JOB_MANAGER)) {
                submissions.forgotten();
            }
        }
        if (!submissions.isComplete() && flink.answers() && !closing) {
            submissions.recover();
        }
        return ended.isEmpty() && submissions.isComplete();
    }

    /** {@code kill -9} of one process, as happens. */
    public void kill(String process) throws InterruptedException {
        processes.kill(process);
    }

    /** {@code kill -9} of one process that is not started again until {@link #letBack}. */
    public void keepAway(String process) throws InterruptedException {
        away.add(process);
        processes.kill(process);
    }

    /** What was kept away may be started again. */
    public void letBack(String process) {
        away.remove(process);
    }

    /** Stops a job with a savepoint, which it goes on from when it is submitted again. */
    public synchronized Path stop(ClusterJob job) throws IOException, InterruptedException {
        return submissions.stop(job);
    }

    /** Stops a job without one; it goes on from its newest checkpoint. */
    public void cancel(ClusterJob job) throws IOException, InterruptedException {
        synchronized (this) {
            submissions.cancel(job);
        }
        await(job.jobName() + " to be over", () -> submissions.running(job).isEmpty());
    }

    /** Submits a job and returns when all its tasks run. */
    public void submit(ClusterJob job, int parallelism) throws IOException, InterruptedException {
        synchronized (this) {
            submissions.submit(job, parallelism);
        }
        awaitJob(job);
    }

    /** Returns when so many more checkpoints have completed; of two, the second began after this was called. */
    public void awaitCheckpoints(ClusterJob job, int count) throws IOException, InterruptedException {
        FlinkRest.Job running = submissions.running(job).orElseThrow();
        long before = flink.completedCheckpoints(running.id());
        await("checkpoints of " + job.jobName(), () -> flink.completedCheckpoints(running.id()) >= before + count);
    }

    /** Names of the processes that run tasks. */
    public List<String> taskManagers() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= options.taskManagers(); i++) {
            names.add("taskmanager-" + i);
        }
        return names;
    }

    /** What a cluster waits for. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void awaitFlink() throws IOException, InterruptedException {
        await("the JobManager and its TaskManagers", () -> flink.taskManagers() >= options.taskManagers());
    }

    private void awaitServing() throws IOException, InterruptedException {
        await(SERVING, () -> !FreePort.isFree(Integer.parseInt(settings.get("proxy.port"))));
    }

    /** Returns when every task of every job runs. */
    public void awaitJobs() throws IOException, InterruptedException {
        for (ClusterJob job : ClusterJob.values()) {
            awaitJob(job);
        }
    }

    private void awaitJob(ClusterJob job) throws IOException, InterruptedException {
        await(job.jobName() + " to run", () -> {
            var running = submissions.running(job);
            return running.isPresent() && flink.allTasksRun(running.get().id());
        });
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        IOException last = new IOException("nothing was answered");
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("waited " + PATIENCE + " for " + what + "; see " + files.logs(), last);
    }

    public String brokers() {
        return settings.get("kafka.brokers");
    }

    public String proxyUrl() {
        return "http://127.0.0.1:" + settings.get("proxy.port") + "/v1";
    }

    /** Settings of all parts, with ports and directories. */
    public Map<String, String> settings() {
        return settings;
    }

    public FlinkRest flink() {
        return flink;
    }

    public Home home() {
        return home;
    }

    public ClusterFiles files() {
        return files;
    }

    /** Where each part can be seen, by name. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("proxy", proxyUrl());
        addresses.put("flink", flink.address().toString());
        addresses.put("kafka", brokers());
        addresses.put("logs", files.logs().toString());
        return addresses;
    }

    /** Ends all processes, those first that others do not need; the jobs' newest checkpoints stay. */
    @Override
    public void close() throws IOException, InterruptedException {
        closing = true;
        processes.startNoMore();
        processes.stop(List.of(SERVING));
        List<String> rest = new ArrayList<>(processes.names());
        rest.remove(BROKER);
        processes.stop(rest);
        processes.stop(List.of(BROKER));
        Files.deleteIfExists(files.processes());
    }
}
