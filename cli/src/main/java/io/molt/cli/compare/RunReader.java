package io.molt.cli.compare;

import io.molt.cli.comparison.JudgedTurn;
import io.molt.cli.comparison.Run;
import io.molt.cli.comparison.Span;
import io.molt.cli.replay.ReplayReport;
import io.molt.cli.stack.JobSettings;
import io.molt.jobs.learn.StoreLocation;
import io.molt.jobs.replay.ReplayNames;
import io.molt.operators.learn.Advantages;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.replay.ReplayScope;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads runs; what is live is read once. */
final class RunReader {

    private final Path home;
    private final Map<String, String> settings;
    private final SortedMap<String, List<AdapterVersion>> published = new TreeMap<>();
    private final List<JudgedTurn> liveTurns;

    /**
     * Reads what is live.
     *
     * @throws IllegalStateException if there is no log in the tables
     */
    RunReader(Path home) throws IOException, SQLException {
        this.home = home;
        this.settings = JobSettings.of(home);
        TurnReader tables = new TurnReader(home.resolve("tables"));
        if (!tables.hasTurns()) {
            throw new IllegalStateException("there is no log in the tables of " + home
                    + "; run molt up or molt demo --home " + home + " first");
        }
        this.liveTurns = tables.turns();
        AdapterStore store = StoreLocation.open(liveStore(home, settings));
        for (String agent : tables.agents()) {
            published.put(agent, store.versions(agent));
        }
    }

    /** The home directory's; that of the settings where it lies elsewhere. */
    static String liveStore(Path home, Map<String, String> settings) {
        Path own = home.resolve("adapters");
        return Files.isDirectory(own) || !settings.containsKey("adapters.directory")
                ? own.toString()
                : settings.get("adapters.directory");
    }

    static Path store(Path home, String replay) {
        return home.resolve(ReplayReport.DIRECTORY).resolve(replay).resolve("adapters");
    }

    /** With which everything random was seeded. */
    static long seed(Path home) throws IOException {
        return Long.parseLong(
                JobSettings.of(home).getOrDefault("learn.seed", "1").strip());
    }

    /**
     * Reads a run.
     *
     * @throws IllegalStateException if it is a replay that did not come to its end
     */
    Run read(String name) throws IOException, SQLException {
        return name.equals(RunNames.LIVE)
                ? live()
                : replay(
                        name,
                        ReplayReport.read(home.resolve(ReplayReport.DIRECTORY).resolve(name)));
    }

    private Run live() {
        SortedMap<String, Span> spans = new TreeMap<>();
        published.keySet().forEach(agent -> spans.put(agent, Span.ALL));
        List<AdapterVersion> versions =
                published.values().stream().flatMap(List::stream).toList();
        return new Run(
                RunNames.LIVE,
                new Run.How(Map.of(), List.of(), true, advantages(settings), OptionalDouble.empty()),
                spans,
                liveTurns,
                versions);
    }

    private Run replay(String name, ReplayReport report) throws IOException, SQLException {
        Path directory = home.resolve(ReplayReport.DIRECTORY).resolve(name);
        Map<String, String> changed = ReplayNames.full(report.set());
        boolean judgedAgain = changed.keySet().stream().anyMatch(key -> key.startsWith("judge."));
        SortedMap<String, Span> spans = new TreeMap<>();
        List<AdapterVersion> versions = new ArrayList<>();
        AdapterStore store = new AdapterStore(store(home, name));
        published.forEach((agent, live) -> {
            if (report.agent().isEmpty() || report.agent().equals(agent)) {
                spans.put(agent, span(report, agent, live));
            }
        });
        for (Map.Entry<String, ReplayReport.Window> window : report.windows().entrySet()) {
            store.versions(window.getKey()).stream()
                    .filter(version -> version.version() >= window.getValue().firstVersion())
                    .forEach(versions::add);
        }
        TurnReader own = new TurnReader(directory.resolve("tables"));
        List<JudgedTurn> turns = judgedAgain && own.hasTurns() ? own.turns() : judgedAgain ? List.of() : liveTurns;
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(changed);
        Run.How how = new Run.How(
                report.set(), notes(report), judgedAgain, advantages(all), OptionalDouble.of(report.seconds()));
        return new Run(name, how, spans, withoutExcluded(turns, report.without()), versions).within(spans);
    }

    /** From the batch before its first one to the last batch that the live log has in the replay's time. */
    private static Span span(ReplayReport report, String agent, List<AdapterVersion> live) {
        ReplayReport.Window window = report.windows().get(agent);
        long after = 0;
        long until = Long.MAX_VALUE;
        for (AdapterVersion version : live) {
            long at = version.lineage().foldPoint().atMillis();
            boolean before = window == null ? at < report.fromMillis() : version.version() < window.firstVersion();
            if (before) {
                after = version.lineage().foldPoint().lastSeq();
            } else if (at <= report.toMillis()) {
                until = version.lineage().foldPoint().lastSeq();
            }
        }
        return new Span(after, window == null ? until : Math.max(until, window.lastSeq()));
    }

    private static List<JudgedTurn> withoutExcluded(List<JudgedTurn> turns, List<String> without) {
        return without.isEmpty()
                ? turns
                : turns.stream()
                        .map(turn -> without.contains(turn.turnId()) ? turn.excluded(ReplayScope.EXCLUDED) : turn)
                        .toList();
    }

    private static List<String> notes(ReplayReport report) {
        List<String> notes = new ArrayList<>();
        if (!report.from().isEmpty()) {
            notes.add("from " + report.from());
        }
        if (!report.to().isEmpty()) {
            notes.add("to " + report.to());
        }
        if (!report.agent().isEmpty()) {
            notes.add(report.agent() + " only");
        }
        if (!report.without().isEmpty()) {
            notes.add("without " + report.without().size() + (report.without().size() == 1 ? " turn" : " turns"));
        }
        if (report.base() != ReplayScope.AS_IT_WAS) {
            notes.add("starts from v" + report.base());
        }
        return notes;
    }

    private static Advantages advantages(Map<String, String> settings) {
        return Advantages.valueOf(
                settings.getOrDefault("learn.advantage", "none").strip().toUpperCase(Locale.ROOT));
    }
}
