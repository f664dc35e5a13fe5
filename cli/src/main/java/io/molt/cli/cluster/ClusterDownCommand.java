package io.molt.cli.cluster;

import io.molt.cli.stack.PropertyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt cluster down}: ends the processes of a cluster, and no others. */
@Command(name = "down", description = "Stops the cluster of a home directory; what was recorded and learned stays.")
final class ClusterDownCommand implements Callable<Integer> {

    /** Its own processes get half a minute from it. */
    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(75);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Override
    public Integer call() throws Exception {
        ClusterFiles files = ClusterFiles.below(home);
        Map<String, String> marks = new TreeMap<>(PropertyFile.read(files.processes()));
        Optional<String> supervisor = Optional.ofNullable(marks.remove(Processes.SUPERVISOR));
        if (supervisor.isPresent()) {
            ProcessMark.parse(supervisor.get()).stop(SUPERVISOR_PATIENCE);
        }
        for (Map.Entry<String, String> each : marks.entrySet()) {
            ProcessMark mark = ProcessMark.parse(each.getValue());
            if (mark.alive().isPresent()) {
                System.out.println("stopping " + each.getKey());
                mark.stop(PATIENCE);
            }
        }
        Files.deleteIfExists(files.processes());
        Files.deleteIfExists(files.addresses());
        System.out.println(supervisor.isPresent() ? "stopped" : "no cluster runs on " + home);
        return 0;
    }
}
