package io.molt.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a cluster keeps what is not molt's own, {@code cluster/} in a home directory.
 *
 * @param directory of the cluster
 */
public record ClusterFiles(Path directory) {

    static ClusterFiles below(Path home) {
        return new ClusterFiles(home.toAbsolutePath().normalize().resolve("cluster"));
    }

    void create() throws IOException {
        for (Path each : new Path[] {conf(), logs(), temporary()}) {
            Files.createDirectories(each);
        }
    }

    /** Flink's configuration, made anew with every start. */
    Path conf() {
        return directory.resolve("conf");
    }

    public Path logs() {
        return directory.resolve("log");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    /** The settings of all processes, with ports. */
    Path settings() {
        return directory.resolve("settings.properties");
    }

    /** Where the parts can be reached, once everything runs. */
    Path addresses() {
        return directory.resolve("addresses.properties");
    }

    /** Process ids, while the cluster runs. */
    Path processes() {
        return directory.resolve("processes.properties");
    }

    /** Checkpoints and savepoints of a job, by its name. */
    public Path recovery(String job) {
        return directory.resolve("recovery").resolve(job);
    }
}
