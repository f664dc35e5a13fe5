package io.molt.cli.replay;

import io.molt.cli.cluster.ClusterReplay;
import io.molt.cli.sql.Warehouse;
import io.molt.cli.stack.JobSettings;
import io.molt.jobs.replay.ReplayConfig;
import io.molt.jobs.replay.ReplayNames;
import io.molt.jobs.replay.ReplayRequest;
import io.molt.operators.replay.ReplayScope;
import io.molt.policy.files.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt replay}: a window of history, learned again with other settings. */
@Command(
        name = "replay",
        description = {
            "Learns a window of the recorded history again, from batch boundary to batch boundary, beside what runs: in a",
            "store and tables of its own. Unchanged settings give the versions that were published, byte for byte.",
            "molt compare says what the changed ones did."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--name", required = true, description = "of the replay: letters, digits, - and _")
    private String name = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "2026-11-01 or 2026-11-01T08:00:00Z; goes on after the last batch before it (default: the start)")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "ends with the last batch until then (default: the last batch)")
    private Optional<String> to = Optional.empty();

    @Option(names = "--agent", description = "whose log (default: all)")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE[,VALUE...]",
            description = {
                "what is to be different: judge, strict, votes, mode, method, loss, advantage, lr, lag, seed, N, skills, or any",
                "setting of judge, learn, batch, skills and quality; several values make a sweep of runs NAME.1, NAME.2, ..."
            })
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--without",
            paramLabel = "turn:ID|session:ID",
            description = "turns that shall teach nothing; starts before the first batch that has one")
    private List<String> without = new ArrayList<>();

    @Option(names = "--base", description = "version to start training from; 0 for the policy without adapter")
    private long base = ReplayScope.AS_IT_WAS;

    @Option(
            names = "--recorded",
            paramLabel = "KEY=VALUE",
            description = "a setting that the jobs had then and have no longer")
    private Map<String, String> recorded = new HashMap<>();

    @Option(names = "--cores", description = "that it may use (default: half of the machine's)")
    private int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(names = "--cluster", description = "runs it on the cluster of the home directory, not in this process")
    private boolean cluster;

    @Option(names = "--again", description = "replaces a replay of this name")
    private boolean again;

    @Option(names = "--quiet", description = "prints nothing but errors")
    private boolean quiet;

    @Override
    public Integer call() throws Exception {
        if (!NAME.matcher(name).matches() || name.equals("live")) {
            throw new IllegalArgumentException(
                    "a replay's name has letters, digits, - and _, and is not live: " + name);
        }
        if (cores < 1) {
            throw new IllegalArgumentException("a replay needs a core");
        }
        Map<String, String> settings = new HashMap<>(JobSettings.of(home));
        settings.putAll(recorded);
        ReplayScope scope = new ReplayScope(
                from.map(Moment::start).orElse(Long.MIN_VALUE),
                to.map(Moment::end).orElse(Long.MAX_VALUE),
                turnsLeftOut(),
                base);
        List<Map<String, String>> runs = Sweep.of(set);
        for (int i = 0; i < runs.size(); i++) {
            String each = runs.size() == 1 ? name : name + "." + (i + 1);
            ReplayReport report = replay(each, settings, runs.get(i), scope);
            if (!quiet) {
                System.out.printf(
                        "%s  %s  %d entries, %d versions, %.1f s%n",
                        each,
                        report.set().isEmpty() ? "nothing changed" : report.set(),
                        report.entries(),
                        report.versions(),
                        report.seconds());
            }
        }
        if (!quiet) {
            System.out.println("molt compare live " + name + " says what is different");
        }
        return 0;
    }

    private ReplayReport replay(
            String each, Map<String, String> settings, Map<String, String> changed, ReplayScope scope)
            throws Exception {
        Path directory = home.toAbsolutePath().resolve(ReplayReport.DIRECTORY).resolve(each);
        if (Files.exists(directory)) {
            if (!again) {
                throw new IllegalArgumentException("there is a replay " + each + " already; --again replaces it");
            }
            DurableFiles.deleteTree(directory);
        }
        var request = new ReplayRequest(settings, ReplayNames.full(changed), scope, agent, directory.toString());
        ReplayConfig.of(request); // refuses what is not usable, before anything starts
        Optional<ClusterReplay> where = cluster ? Optional.of(ClusterReplay.on(home)) : Optional.empty();
        Files.createDirectories(directory);
        ReplayRun.Result result = new ReplayRun(request, where, entries(scope), cores, quiet).run(each);
        ReplayReport report = new ReplayReport(
                each,
                changed,
                from.orElse(""),
                to.orElse(""),
                List.copyOf(new TreeSet<>(scope.without())),
                base,
                agent.orElse(""),
                result.windows(),
                result.accumulators().getOrDefault("entries", 0L),
                result.accumulators().getOrDefault("versions", 0L),
                result.seconds(),
                cores);
        report.write(directory);
        return report;
    }

    private long entries(ReplayScope scope) throws Exception {
        try (Connection connection = Warehouse.open(home.resolve("tables"), ReplayCommand::isLog)) {
            long entries = 0;
            for (String table : List.of("scored_turns", "control")) {
                try (var statement = connection.prepareStatement("select count(*) from " + table
                        + "_all where (? = '' or agent_id = ?) and epoch_ms(sequenced_at) <= ?")) {
                    statement.setString(1, agent.orElse(""));
                    statement.setString(2, agent.orElse(""));
                    statement.setLong(3, scope.toMillis());
                    try (var rows = statement.executeQuery()) {
                        rows.next();
                        entries += rows.getLong(1);
                    }
                } catch (SQLException e) {
                    if (table.equals("scored_turns")) {
                        throw new IllegalStateException("there is no log in the tables of " + home, e);
                    }
                }
            }
            return entries;
        }
    }

    private Set<String> turnsLeftOut() throws Exception {
        Set<String> turns = new TreeSet<>();
        for (String each : without) {
            if (each.startsWith("turn:")) {
                turns.add(each.substring("turn:".length()));
            } else if (each.startsWith("session:")) {
                turns.addAll(turnsOf(each.substring("session:".length())));
            } else {
                throw new IllegalArgumentException("left out is turn:ID or session:ID, not " + each);
            }
        }
        return turns;
    }

    private Set<String> turnsOf(String session) throws Exception {
        Set<String> turns = new TreeSet<>();
        try (Connection connection = Warehouse.open(home.resolve("tables"), ReplayCommand::isLog);
                var statement = connection.prepareStatement(
                        "select distinct turn_id from scored_turns_all where session_id = ? and (? = '' or agent_id = ?)")) {
            statement.setString(1, session);
            statement.setString(2, agent.orElse(""));
            statement.setString(3, agent.orElse(""));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    turns.add(rows.getString(1));
                }
            }
        }
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("no turn is of the session " + session);
        }
        return turns;
    }

    private static boolean isLog(String table) {
        return table.equals("scored_turns") || table.equals("control");
    }
}
