package io.molt.cli.drill;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.cli.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all drills are told, and how they end. */
final class DrillOptions {

    private static final int MOST_PRINTED = 20;

    @Option(names = "--seed", description = "of everything that is random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--home", description = "a directory that is kept (default: a fresh one)")
    private Optional<Path> home = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "writes the report as JSON")
    private Optional<Path> report = Optional.empty();

    /** What is drilled. */
    interface Drill<R> {
        R run(Home home) throws Exception;
    }

    long seed() {
        return seed;
    }

    /** Runs a drill on its directory and writes its report. */
    <R> R run(String what, Drill<R> drill) throws Exception {
        Path directory = home.isPresent() ? home.get() : Files.createTempDirectory("molt-drill-");
        System.out.println("drill  seed " + seed + ", " + what + ", home " + directory);
        R result;
        try (Home taken = Home.take(directory)) {
            result = drill.run(taken);
        }
        if (report.isPresent()) {
            write(result, report.get());
        }
        return result;
    }

    private static void write(Object result, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        JsonMapper json = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        Files.writeString(file, json.writeValueAsString(result) + "\n");
    }

    /** The last lines, and the exit status. */
    int conclude(boolean kept, List<String> differences) {
        differences.stream().limit(MOST_PRINTED).forEach(difference -> System.out.println("DIFFERENT  " + difference));
        if (differences.size() > MOST_PRINTED) {
            System.out.println("DIFFERENT  and " + (differences.size() - MOST_PRINTED) + " more");
        }
        System.out.println(kept ? "kept   no difference, seed " + seed : "BROKEN  seed " + seed);
        return kept ? 0 : 1;
    }
}
