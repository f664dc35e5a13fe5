package io.molt.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.cli.stack.PropertyFile;
import io.molt.jobs.replay.ReplayJob;
import io.molt.jobs.replay.ReplayRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A replay on the cluster that runs on a home directory, submitted with Flink's own command line. */
public final class ClusterReplay {

    private static final long LOOK_MILLIS = 500;

    private final ClusterFiles files;
    private final FlinkRest flink;

    private ClusterReplay(ClusterFiles files, FlinkRest flink) {
        this.files = files;
        this.flink = flink;
    }

    /**
     * The cluster of a home directory.
     *
     * @throws IllegalStateException if none runs there
     */
    public static ClusterReplay on(Path home) throws IOException, InterruptedException {
        ClusterFiles files = ClusterFiles.below(home);
        String port = PropertyFile.read(files.settings()).getOrDefault("flink.webPort", "");
        if (!port.isEmpty()) {
            FlinkRest flink = new FlinkRest(Integer.parseInt(port));
            if (flink.answers()) {
                return new ClusterReplay(files, flink);
            }
        }
        throw new IllegalStateException("no cluster runs on " + home + "; start it with molt cluster up");
    }

    /**
     * Runs a replay to its end.
     *
     * @param name of the replay
     * @param parallelism how many tasks work at a time
     * @param progress told about every second what the job's accumulators say
     * @return what they said at the end
     * @throws IllegalStateException if the job was refused or failed
     */
    public Map<String, Long> run(
            String name, ReplayRequest request, int parallelism, Consumer<Map<String, Long>> progress)
            throws IOException, InterruptedException {
        Path output = files.log("submit-replay-" + name + "-out");
        Files.deleteIfExists(output);
        var commands = new ClusterCommands(Build.find(), files, FlinkSettings.read(files));
        List<String> command =
                commands.runToItsEnd(ReplayJob.class, "replay-" + name, parallelism, request.arguments());
        Process client = Processes.run(command, output, files.conf());
        while (!client.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            progress.accept(accumulators(name));
        }
        if (client.exitValue() != 0) {
            throw new IllegalStateException("the replay " + name + " was refused or failed; see " + output);
        }
        return accumulators(name);
    }

    /** None until Flink knows the job. */
    private Map<String, Long> accumulators(String name) throws IOException, InterruptedException {
        Optional<FlinkRest.Job> newest = flink.jobs().stream()
                .filter(job -> job.name().equals(ReplayJob.title(name)))
                .reduce((one, other) -> one.isOver() ? other : one);
        Map<String, Long> values = new TreeMap<>();
        if (newest.isPresent()) {
            for (JsonNode each :
                    flink.get("/jobs/" + newest.get().id() + "/accumulators").path("user-task-accumulators")) {
                values.put(each.path("name").asText(), each.path("value").asLong());
            }
        }
        return values;
    }
}
