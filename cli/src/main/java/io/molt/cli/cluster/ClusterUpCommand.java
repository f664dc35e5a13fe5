package io.molt.cli.cluster;

import io.molt.cli.stack.Home;
import io.molt.cli.stack.PropertyFile;
import io.molt.cli.stack.SettingsFile;
import io.molt.cli.stack.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt cluster up}: starts a cluster and keeps it running. */
@Command(
        name = "up",
        description = {
            "Starts a cluster on this machine and restarts what dies, until Ctrl-C, SIGTERM or molt cluster down.",
            "Settings are in molt.yaml in the home directory; the next start goes on from what is there."
        })
final class ClusterUpCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final long READY_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(5);

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--task-managers", description = "how many (default: ${DEFAULT-VALUE})")
    private int taskManagers = ClusterOptions.USUAL.taskManagers();

    @Option(names = "--parallelism", description = "of score and learn (default: ${DEFAULT-VALUE})")
    private int parallelism = ClusterOptions.USUAL.parallelism();

    @Option(names = "--detach", description = "returns when everything runs; the supervisor goes on by itself")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        return detach ? runDetached() : supervise();
    }

    private int supervise() throws Exception {
        var usual = ClusterOptions.USUAL;
        var options = new ClusterOptions(taskManagers, usual.slots(), parallelism, usual.tablesEvery());
        try (Home taken = Home.take(home);
                Cluster cluster = Cluster.start(taken, SettingsFile.read(taken.settings()), options);
                var stop = StopSignal.closing(cluster)) {
            cluster.addresses().forEach((name, address) -> System.out.printf("%-6s %s%n", name, address));
            PropertyFile.write(cluster.files().addresses(), cluster.addresses());
            System.out.println("ready; point your agent at the proxy, with model 'molt'");
            while (true) {
                cluster.supervise();
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
    }

    private int runDetached() throws IOException, InterruptedException {
        ClusterFiles files = ClusterFiles.below(home);
        files.create();
        java.nio.file.Files.deleteIfExists(files.addresses());
        List<String> command = new ArrayList<>(List.of("setsid", Build.java(), "-Xmx256m"));
        for (String property : new String[] {"molt.root", "DJL_CACHE_DIR"}) {
            String value = System.getProperty(property, "");
            if (!value.isEmpty()) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of("-cp", Build.ownClassPath(), "io.molt.cli.Molt", "cluster", "up"));
        command.addAll(List.of("--home", home.toString(), "--parallelism", String.valueOf(parallelism)));
        command.addAll(List.of("--task-managers", String.valueOf(taskManagers)));
        Process supervisor = Processes.run(command, files.log(Processes.SUPERVISOR), files.conf());
        long deadline = System.nanoTime() + READY_WITHIN_NANOS;
        while (PropertyFile.read(files.addresses()).isEmpty()) {
            if (!supervisor.isAlive() || System.nanoTime() > deadline) {
                System.err.println("molt: the cluster did not start; see " + files.log(Processes.SUPERVISOR));
                return FAILED;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        PropertyFile.read(files.addresses()).forEach((name, address) -> System.out.printf("%-6s %s%n", name, address));
        return 0;
    }
}
