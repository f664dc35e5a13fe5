package io.molt.cli.drill;

import io.molt.cli.stack.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt drill}: tries to break the promises; for those who build molt. */
@Command(name = "drill", hidden = true, subcommands = DrillCommand.Crash.class)
public final class DrillCommand {

    /** {@code molt drill crash}. */
    @Command(
            name = "crash",
            description = {
                "Kills the processes of a cluster under load by a seeded plan, then compares topics, tables and versions",
                "with what they should hold; exit status 0 if there is no difference."
            })
    static final class Crash implements Callable<Integer> {

        /** Starting takes about a minute where other things run, draining and comparing another two. */
        private static final Duration AROUND = Duration.ofMinutes(3);

        private static final Duration SHORTEST = Duration.ofSeconds(30);

        @Option(names = "--seed", description = "of everything that is random (default: ${DEFAULT-VALUE})")
        private long seed = 1;

        @Option(names = "--tm-kills", description = "deaths of a TaskManager (default: ${DEFAULT-VALUE})")
        private int taskManagers = 4;

        @Option(names = "--jm-kills", description = "deaths of the JobManager (default: ${DEFAULT-VALUE})")
        private int jobManagers = 1;

        @Option(names = "--broker-kills", description = "deaths of the broker (default: ${DEFAULT-VALUE})")
        private int brokers = 1;

        @Option(names = "--budget", description = "for everything, such as PT5M (default: ${DEFAULT-VALUE})")
        private Duration budget = Duration.ofMinutes(5);

        @Option(names = "--home", description = "a directory that is kept (default: a fresh one)")
        private Optional<Path> home = Optional.empty();

        @Option(names = "--report", paramLabel = "FILE", description = "writes the report as JSON")
        private Optional<Path> report = Optional.empty();

        @Override
        public Integer call() throws Exception {
            Path directory = home.isPresent() ? home.get() : Files.createTempDirectory("molt-drill-");
            Duration left = budget.minus(AROUND);
            Duration dying = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
            var toll = new KillPlan.Toll(taskManagers, jobManagers, brokers);
            System.out.println(
                    "drill  seed " + seed + ", " + toll.sum() + " deaths within " + dying + ", home " + directory);
            DrillReport result;
            try (Home taken = Home.take(directory)) {
                result = new CrashDrill(seed, toll, dying, AROUND).run(taken, System.out);
            }
            if (report.isPresent()) {
                result.write(report.get());
            }
            System.out.printf(
                    "%d turns, %d log entries, %d versions; drained in %.0f s, all in %.0f s%n",
                    result.turns(), result.entries(), result.versions(), result.drainSeconds(), result.seconds());
            result.differences().forEach(difference -> System.out.println("DIFFERENT  " + difference));
            System.out.println(
                    result.kept()
                            ? "kept   no difference, seed " + seed
                            : "BROKEN  seed " + seed + ", home " + directory);
            return result.kept() ? 0 : 1;
        }
    }
}
