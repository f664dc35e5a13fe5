package io.molt.cli.compare;

import io.molt.cli.comparison.Comparison;
import io.molt.cli.comparison.HeldOutResult;
import io.molt.cli.comparison.Run;
import io.molt.cli.comparison.SideChange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt compare}: what is different between runs of the same history. */
@Command(
        name = "compare",
        description = {
            "Says what is different between what is live and replays, or between replays: how the judges agree, which turns",
            "changed sides, which batches and adapters are equal, how learning went, and what it cost. The first is compared",
            "with each of the others."
        })
public final class CompareCommand implements Callable<Integer> {

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--json", description = "writes JSON instead of text")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "writes one HTML file with pictures, too")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--probe",
            description = "measures the newest adapter of each run on the built-in policy's held-out requests")
    private boolean probe;

    @Option(
            names = "--turns",
            description = "how many turns that changed sides are listed for each two runs (default: ${DEFAULT-VALUE})")
    private int turns = 500;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "live, or the name of a replay; a sweep's name stands for all its runs")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (turns < 0) {
            throw new IllegalArgumentException("--turns is not negative, but was " + turns);
        }
        Comparison comparison = compare(home, names, turns, probe ? this::heldOut : runs -> Map.of());
        if (html.isPresent()) {
            write(html.get(), HtmlReport.of(comparison));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(json ? ComparisonJson.of(comparison) : TextReport.of(comparison));
        out.flush();
        return 0;
    }

    /** Measures runs. */
    interface Probe {
        Map<String, List<HeldOutResult>> of(List<Run> runs) throws IOException;
    }

    static Comparison compare(Path home, List<String> names, int turns, Probe probe) throws IOException, SQLException {
        List<String> meant = RunNames.of(home, names);
        List<Run> runs = runs(new RunReader(home), meant);
        Comparison bare = Comparison.of(runs, probe.of(runs), turns);
        return bare.with(new TurnReader(home.resolve("tables"))
                .texts(bare.changes().stream().map(SideChange::turn).distinct().toList()));
    }

    /** What is live goes on, and is compared in what the replays have of it. */
    private static List<Run> runs(RunReader reader, List<String> names) throws IOException, SQLException {
        List<Run> runs = new ArrayList<>();
        for (String name : names) {
            runs.add(reader.read(name));
        }
        int live = names.indexOf(RunNames.LIVE);
        if (live >= 0) {
            List<Run> replays = new ArrayList<>(runs);
            replays.remove(live);
            runs.set(live, runs.get(live).alongside(replays));
        }
        return runs;
    }

    private static void write(Path file, String page) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, page);
    }

    private Map<String, List<HeldOutResult>> heldOut(List<Run> runs) throws IOException {
        Map<String, List<HeldOutResult>> results = new HashMap<>();
        try (HeldOutProbe asked = new HeldOutProbe(home, RunReader.seed(home))) {
            for (Run run : runs) {
                results.put(run.name(), asked.of(run));
            }
        }
        if (results.values().stream().allMatch(List::isEmpty)) {
            System.err.println(
                    "molt: --probe knows what the users of molt demo want, and no agent here is one of theirs");
        }
        return results;
    }
}
