package io.molt.cli.lineage;

import io.molt.cli.graph.Graph;
import io.molt.cli.graph.GraphHtml;
import io.molt.cli.graph.GraphJson;
import io.molt.cli.graph.GraphSvg;
import io.molt.cli.graph.GraphText;
import io.molt.cli.stack.JobSettings;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt lineage}: what taught a version, and what a turn or a session taught. */
@Command(
        name = "lineage",
        description = {
            "From a version back to the turns, votes and skills that made it, and from a turn or a session to every version",
            "and skill that it touched: molt lineage ada@v7, molt lineage turn ID, molt lineage session [AGENT/]ID."
        })
public final class LineageCommand implements Callable<Integer> {

    private static final Pattern VERSION = Pattern.compile("(.+)@v(\\d{1,18})", Pattern.DOTALL);

    /** How it is told. */
    enum Format {
        TEXT,
        JSON,
        SVG,
        HTML
    }

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Option(names = "--out", paramLabel = "FILE", description = "writes it there instead of on standard output")
    private Optional<Path> out = Optional.empty();

    @Parameters(arity = "1..2", paramLabel = "WHAT", description = "AGENT@vN, turn ID, or session [AGENT/]ID")
    private List<String> what = List.of();

    @Override
    public Integer call() throws Exception {
        Path tables = home.resolve("tables");
        if (!Files.isDirectory(tables)) {
            throw new IllegalArgumentException(
                    "no tables in " + home + "; run molt up or molt demo --home " + home + " first");
        }
        Graph graph;
        try (LineageTables read = LineageTables.open(tables)) {
            graph = graph(read);
        }
        String told =
                switch (format) {
                    case TEXT -> GraphText.of(graph);
                    case JSON -> GraphJson.of(graph);
                    case SVG -> GraphSvg.of(graph);
                    case HTML -> GraphHtml.of(graph);
                };
        if (out.isPresent()) {
            Files.writeString(out.get(), told);
        } else {
            PrintStream utf8 = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            utf8.print(told);
            utf8.flush();
        }
        return 0;
    }

    private Graph graph(LineageTables read) throws IOException, SQLException {
        if (what.size() == 2 && what.get(0).equals("turn")) {
            return ofTurn(read, what.get(1));
        }
        if (what.size() == 2 && what.get(0).equals("session")) {
            return ofSession(read, what.get(1));
        }
        Matcher version = VERSION.matcher(what.get(0));
        if (what.size() != 1 || !version.matches()) {
            throw new IllegalArgumentException(
                    "lineage is of AGENT@vN, of turn ID or of session [AGENT/]ID, but was asked for "
                            + String.join(" ", what));
        }
        return ofVersion(read, version.group(1), Long.parseLong(version.group(2)));
    }

    private static Graph ofVersion(LineageTables read, String agentId, long number) throws SQLException {
        List<VersionFact> versions = read.versions(agentId);
        VersionFact version = versions.stream()
                .filter(each -> each.version() == number)
                .findFirst()
                .orElseThrow(() -> unknownVersion(read, agentId, number, versions));
        return story(read, agentId, versions, read.turns(agentId, version.turnIds()))
                .ofVersion(version);
    }

    private static IllegalArgumentException unknownVersion(
            LineageTables read, String agentId, long number, List<VersionFact> versions) {
        String there = versions.isEmpty()
                ? "no version of that agent; agents are " + near(read, "agent_id", agentId)
                : "v" + versions.get(0).version() + " to v"
                        + versions.get(versions.size() - 1).version() + (number == 0 ? "; v0 is the base policy" : "");
        return new IllegalArgumentException("the tables have no " + agentId + "@v" + number + "; they have " + there);
    }

    private Graph ofTurn(LineageTables read, String turnId) throws IOException, SQLException {
        List<String> place = read.placeOf(turnId)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the tables have no turn " + turnId + "; they have " + near(read, "turn_id", turnId)));
        String agentId = place.get(0);
        List<VersionFact> versions = read.versions(agentId);
        List<TurnFact> session = read.session(agentId, place.get(1));
        boolean logged = session.stream().anyMatch(entry -> entry.turnId().equals(turnId));
        boolean inBatch = !new Ancestors(versions).holding(turnId).isEmpty();
        Optional<String> untaught = logged
                ? (inBatch ? Optional.empty() : untaught(read, agentId, turnId))
                : Optional.of("it is not in its agent's log yet, since it waits for what follows it");
        return story(read, agentId, versions, session).ofTurn(turnId, untaught);
    }

    private Optional<String> untaught(LineageTables read, String agentId, String turnId)
            throws IOException, SQLException {
        try (LogRead log = read.log(agentId)) {
            LearnJobConfig job = LearnJobConfig.from(new Settings(JobSettings.of(home)));
            return Untaught.why(log, turnId, job.learning());
        }
    }

    private static Graph ofSession(LineageTables read, String named) throws SQLException {
        for (int slash = named.indexOf('/'); slash > 0; slash = named.indexOf('/', slash + 1)) {
            String agentId = named.substring(0, slash);
            String sessionId = named.substring(slash + 1);
            if (read.agentsOf(sessionId).contains(agentId)) {
                return ofSession(read, agentId, sessionId);
            }
        }
        List<String> agents = read.agentsOf(named);
        if (agents.isEmpty()) {
            throw new IllegalArgumentException("the tables have no session " + named + "; they have "
                    + near(read, "session_id", named.substring(named.lastIndexOf('/') + 1)));
        }
        if (agents.size() > 1) {
            throw new IllegalArgumentException("several agents have a session " + named + "; name one of "
                    + agents.stream().map(agent -> agent + "/" + named).toList());
        }
        return ofSession(read, agents.get(0), named);
    }

    private static Graph ofSession(LineageTables read, String agentId, String sessionId) throws SQLException {
        return story(read, agentId, read.versions(agentId), read.session(agentId, sessionId))
                .ofSession(agentId, sessionId);
    }

    private static Story story(LineageTables read, String agentId, List<VersionFact> versions, List<TurnFact> turns)
            throws SQLException {
        return new Story(versions, read.rollback(agentId), turns, read.skills(agentId));
    }

    private static String near(LineageTables read, String column, String wanted) {
        try {
            List<String> near = read.near(column, wanted);
            return near.isEmpty() ? "none yet" : String.join(", ", near);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be read", e);
        }
    }
}
