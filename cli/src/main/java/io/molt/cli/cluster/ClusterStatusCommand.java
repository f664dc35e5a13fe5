package io.molt.cli.cluster;

import io.molt.cli.stack.JobMetrics;
import io.molt.cli.stack.PropertyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt cluster status}: which processes and jobs run, and how far their checkpoints are. */
@Command(name = "status", description = "Shows the processes, jobs and checkpoints of a cluster.")
final class ClusterStatusCommand implements Callable<Integer> {

    private static final int NOT_RUNNING = 3;

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Override
    public Integer call() throws Exception {
        ClusterFiles files = ClusterFiles.below(home);
        Map<String, String> marks = PropertyFile.read(files.processes());
        if (marks.isEmpty()) {
            System.out.println("no cluster runs on " + home);
            return NOT_RUNNING;
        }
        boolean whole = true;
        for (Map.Entry<String, String> each : marks.entrySet()) {
            ProcessMark mark = ProcessMark.parse(each.getValue());
            boolean runs = mark.alive().isPresent();
            whole &= runs;
            System.out.printf("process %-14s %-8d %s%n", each.getKey(), mark.pid(), runs ? "runs" : "ended");
        }
        return jobs(files) && whole ? 0 : 1;
    }

    private static boolean jobs(ClusterFiles files) throws IOException, InterruptedException {
        Map<String, String> settings = PropertyFile.read(files.settings());
        FlinkRest flink = new FlinkRest(Integer.parseInt(settings.get("flink.webPort")));
        if (!flink.answers()) {
            System.out.println("the JobManager does not answer at " + flink.address());
            return false;
        }
        for (FlinkRest.Job job : flink.jobs()) {
            System.out.printf(
                    "job     %-14s %-10s checkpoints %s%n", job.name(), job.state(), flink.checkpoints(job.id()));
            new JobMetrics(flink.address().toString())
                    .of(job.id())
                    .forEach((name, value) -> System.out.printf("metric  %-56s %s%n", name, value));
        }
        for (ClusterJob job : ClusterJob.values()) {
            RecoveryPoints.newest(files.recovery(job.jobName()))
                    .ifPresent(point -> System.out.printf("newest  %-14s %s%n", job.jobName(), point));
        }
        return true;
    }
}
