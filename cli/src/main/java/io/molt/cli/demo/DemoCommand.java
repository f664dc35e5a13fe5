package io.molt.cli.demo;

import io.molt.cli.stack.Home;
import io.molt.cli.stack.SettingsFile;
import io.molt.cli.stack.Stack;
import io.molt.cli.stack.StopSignal;
import io.molt.cli.terminal.Bar;
import io.molt.schemas.batch.Method;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt demo}: the whole loop on this machine, with simulated users, ending by itself with a report. */
@Command(
        name = "demo",
        description = {
            "Runs everything on this machine and lets two simulated users teach two agents.",
            "Ends by itself with a report; exit status 0 if the promise was kept."
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--home",
            description = "directory of the installation; resumes what is there (default: a fresh one)")
    private Optional<Path> home = Optional.empty();

    @Option(names = "--method", description = "none, binary, opd or combined (default: ${DEFAULT-VALUE})")
    private Method method = Method.COMBINED;

    @Option(names = "--skills", description = "on or off (default: ${DEFAULT-VALUE})")
    private Switch skills = Switch.ON;

    @Option(names = "--seed", description = "of everything that is random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--interactions", description = "of each agent (default: ${DEFAULT-VALUE})")
    private int interactions = 36;

    @Option(names = "--report", paramLabel = "FILE", description = "writes the report as JSON")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--quiet", description = "prints nothing but errors")
    private boolean quiet;

    /** An option that is on or off. */
    enum Switch {
        ON,
        OFF
    }

    @Override
    public Integer call() throws Exception {
        var options = new DemoOptions(seed, method, skills == Switch.ON, interactions);
        PrintStream out = quiet ? new PrintStream(PrintStream.nullOutputStream()) : System.out;
        Path directory = home.isPresent() ? home.get() : Files.createTempDirectory("molt-demo-");
        try (Home taken = Home.take(directory)) {
            Map<String, String> settings = new LinkedHashMap<>(DemoSettings.smallerThanUsual());
            settings.putAll(SettingsFile.read(taken.settings()));
            settings.putAll(DemoSettings.of(options));
            out.println("home   " + taken.directory());
            out.println("set    " + settings);
            try (Stack stack = Stack.start(taken, settings, Clock.systemUTC(), route -> {});
                    var stop = StopSignal.closing(stack)) {
                return run(stack, options, out);
            }
        }
    }

    private Integer run(Stack stack, DemoOptions options, PrintStream out) throws Exception {
        double stackUp = sinceStart();
        stack.addresses().forEach((name, address) -> out.printf("%-6s %s%n", name, address));
        out.printf("up in %.1f s%n", stackUp);
        DemoRun run = new DemoRun(stack, options, UUID.randomUUID().toString().substring(0, 8));
        Map<SimulatedUser, List<Integer>> due = run.due();
        int total = due.values().stream().mapToInt(List::size).sum();
        Users talking;
        try (VersionLines lines = VersionLines.follow(stack.brokers(), line -> out.println(Bar.ERASED + line));
                ProgressBar bar = Bar.start("interactions", total, quiet)) {
            talking = run.talk(due, Pace.HUMAN, bar::step);
        }
        stack.checkpointTables();
        DemoReport result = run.report(talking, sinceStart(), stackUp);
        if (report.isPresent()) {
            result.write(report.get());
        }
        out.print(ReportText.of(result, stack.home().directory()));
        out.flush();
        return result.kept() ? 0 : 1;
    }

    private static double sinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    }
}
