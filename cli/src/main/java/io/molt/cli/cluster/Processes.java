package io.molt.cli.cluster;

import io.molt.cli.stack.PropertyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes that this one started, by name; their numbers are on disk before anybody could need them. */
final class Processes {

    static final String SUPERVISOR = "supervisor";

    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(15);

    private final ClusterFiles files;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, Process> running = new LinkedHashMap<>();
    private boolean closed;

    Processes(ClusterFiles files) {
        this.files = files;
    }

    /** Runs a command under a name, now and, by {@link #restart}, whenever it has ended. */
    synchronized void start(String name, List<String> command) throws IOException {
        commands.put(name, List.copyOf(command));
        launch(name);
    }

    synchronized void restart(String name) throws IOException {
        LOG.warn("process is started again name={}", name);
        launch(name);
    }

    /** From now on nothing is started again. */
    synchronized void startNoMore() {
        closed = true;
    }

    private void launch(String name) throws IOException {
        if (closed) {
            return;
        }
        running.put(name, run(commands.get(name), files.log(name + "-out"), files.conf()));
        remember();
    }

    /** A process beside the named ones, such as Flink's command line; its output goes to a file. */
    static Process run(List<String> command, Path output, Path flinkConf) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("FLINK_CONF_DIR", flinkConf.toString());
        return builder.start();
    }

    /** The names whose process has ended. */
    synchronized List<String> ended() {
        return running.entrySet().stream()
                .filter(each -> !each.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized boolean isAlive(String name) {
        return running.containsKey(name) && running.get(name).isAlive();
    }

    synchronized long pid(String name) {
        return running.get(name).pid();
    }

    /** {@code kill -9}, and waits until it is dead. */
    void kill(String name) throws InterruptedException {
        Process process;
        synchronized (this) {
            process = running.get(name);
        }
        process.destroyForcibly().waitFor();
    }

    /** Asks these to end, all at once, and kills those that do not. */
    void stop(List<String> names) throws InterruptedException {
        List<ProcessMark> marks = new ArrayList<>();
        synchronized (this) {
            for (String name : names) {
                Process process = running.remove(name);
                if (process != null) {
                    process.destroy();
                    marks.add(ProcessMark.of(process.toHandle()));
                }
            }
        }
        for (ProcessMark mark : marks) {
            mark.stop(LAST_WORDS);
        }
    }

    synchronized List<String> names() {
        return List.copyOf(running.keySet());
    }

    private void remember() throws IOException {
        Map<String, String> marks = new LinkedHashMap<>();
        marks.put(SUPERVISOR, ProcessMark.of(ProcessHandle.current()).toString());
        running.forEach((name, process) ->
                marks.put(name, ProcessMark.of(process.toHandle()).toString()));
        PropertyFile.write(files.processes(), marks);
    }
}
