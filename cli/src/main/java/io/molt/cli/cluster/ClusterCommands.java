package io.molt.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** The command lines of a cluster's processes. */
final class ClusterCommands {

    private static final List<String> NATIVE = List.of(
            "--add-modules=jdk.incubator.vector",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-Dai.djl.pytorch.num_interop_threads=1");

    private final Build build;
    private final ClusterFiles files;
    private final Configuration flink;

    ClusterCommands(Build build, ClusterFiles files, Configuration flink) {
        this.build = build;
        this.files = files;
        this.flink = flink;
    }

    /** Where libtorch lies, unpacked; the same for all processes of a machine. */
    private static List<String> nativeOptions() {
        List<String> options = new ArrayList<>(NATIVE);
        String cache = System.getProperty("DJL_CACHE_DIR", "");
        if (!cache.isEmpty()) {
            options.add("-DDJL_CACHE_DIR=" + cache);
        }
        return options;
    }

    List<String> jobManager() throws IOException {
        var memory = JobManagerProcessUtils.processSpecFromConfig(flink);
        List<String> command = new ArrayList<>(List.of(Build.java()));
        command.addAll(words(JobManagerProcessUtils.generateJvmParametersStr(memory, flink)));
        command.addAll(logging("jobmanager"));
        command.addAll(List.of("-cp", build.flinkClassPath()));
        command.add("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        command.addAll(List.of("--configDir", files.conf().toString()));
        command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
        return command;
    }

    List<String> taskManager(String name) throws IOException {
        var memory = TaskExecutorProcessUtils.processSpecFromConfig(flink);
        List<String> command = new ArrayList<>(List.of(Build.java()));
        command.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
        command.addAll(words(flink.get(CoreOptions.FLINK_TM_JVM_OPTIONS)));
        command.addAll(nativeOptions()); // the later of two wins
        command.addAll(logging(name));
        command.addAll(List.of("-cp", build.flinkClassPath()));
        command.add("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
        command.addAll(List.of("--configDir", files.conf().toString()));
        command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
        return command;
    }

    /** Flink's own command line, submitting a job that goes on from {@code from}. */
    List<String> submit(
            ClusterJob job, int parallelism, Duration interval, Optional<Path> from, Map<String, String> settings)
            throws IOException {
        List<String> command = client("submit-" + job.jobName());
        command.addAll(List.of("-d", "-c", job.mainClass(), "-p", String.valueOf(parallelism)));
        from.ifPresent(point -> command.addAll(List.of("-s", point.toUri().toString())));
        command.add("-Dexecution.checkpointing.interval=" + interval.toMillis() + "ms");
        command.add(
                "-Dexecution.checkpointing.min-pause=" + interval.dividedBy(2).toMillis() + "ms");
        command.add(
                "-Dexecution.checkpointing.dir=" + files.recovery(job.jobName()).toUri());
        command.add(build.jobJar().toString());
        command.addAll(job.arguments(settings));
        return command;
    }

    /** The same for a bounded job; the command ends when the job does. */
    List<String> runToItsEnd(Class<?> main, String name, int parallelism, List<String> arguments) throws IOException {
        List<String> command = client("submit-" + name);
        command.addAll(List.of("-c", main.getName(), "-p", String.valueOf(parallelism)));
        command.add(build.jobJar().toString());
        command.addAll(arguments);
        return command;
    }

    private List<String> client(String log) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Build.java(), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(words(flink.get(CoreOptions.FLINK_CLI_JVM_OPTIONS)));
        command.addAll(logging(log));
        command.addAll(List.of("-cp", build.flinkClassPath(), "org.apache.flink.client.cli.CliFrontend", "run"));
        return command;
    }

    /** A part of molt itself, as a process of its own: {@code molt cluster <part>}. */
    List<String> part(String part, Path home, String heap) {
        List<String> command = new ArrayList<>(List.of(Build.java(), "-Xmx" + heap, "-XX:+UseParallelGC"));
        command.addAll(nativeOptions());
        command.add("-Dmolt.log.file=" + files.log(part));
        command.addAll(List.of("-cp", Build.ownClassPath(), "io.molt.cli.Molt", "cluster", part));
        command.addAll(List.of("--home", home.toString()));
        return command;
    }

    private List<String> logging(String name) {
        return List.of(
                "-Dlog.file=" + files.log(name),
                "-Dlog4j.configurationFile="
                        + files.conf().resolve(FlinkSettings.LOG_FILE).toUri());
    }

    private static List<String> words(String line) {
        return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
    }
}
