package io.molt.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the build made, below the directory of the sources.
 *
 * @param root the directory of the sources
 */
record Build(Path root) {

    /**
     * Looks upwards from the working directory, or where the launcher says.
     *
     * @throws IllegalStateException if nothing was built there
     */
    static Build find() {
        Path start = Path.of(System.getProperty("molt.root", "")).toAbsolutePath();
        for (Path place = start; place != null; place = place.getParent()) {
            if (Files.exists(place.resolve("cli/target/flink-classpath"))
                    && Files.isDirectory(place.resolve("jobs/target/flink-lib"))) {
                return new Build(place);
            }
        }
        throw new IllegalStateException("no build of molt was found at or above " + start
                + "; run mvn -DskipTests package in the directory of the sources");
    }

    /** What is submitted to a cluster. */
    Path jobJar() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("jobs/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("molt-jobs-.*-cluster\\.jar"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IllegalStateException("the jar of the jobs was not built"));
        }
    }

    /** A Flink distribution's jars, and what molt adds to its {@code lib/}. */
    String flinkClassPath() throws IOException {
        String flink =
                Files.readString(root.resolve("cli/target/flink-classpath")).strip();
        return flink + File.pathSeparator + root.resolve("jobs/target/flink-lib") + File.separator + "*";
    }

    Path flinkConf() {
        return root.resolve("flink-conf");
    }

    /** The program that runs this process. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What this process was started with. */
    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }
}
