package io.molt.cli.notebook;

import io.molt.cli.replay.ReplayCommand;
import io.molt.cli.replay.ReplayReport;
import io.molt.cli.sql.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What a notebook's cells see of an installation: its tables, and replays of its history. */
public final class Notebook implements AutoCloseable {

    private final Path home;
    private final Warehouse warehouse;

    private Notebook(Path home, Warehouse warehouse) {
        this.home = home;
        this.warehouse = warehouse;
    }

    /**
     * Opens the tables as they are now.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Notebook open(Path home) throws IOException, SQLException {
        if (!Files.isDirectory(home.resolve("tables"))) {
            throw new IllegalArgumentException(
                    "there are no tables in " + home + "; molt demo --home " + home + " makes some");
        }
        Warehouse warehouse = Warehouse.of(home);
        warehouse.refresh(table -> true);
        return new Notebook(home, warehouse);
    }

    /**
     * Asks the tables, in DuckDB's SQL; those of a replay are {@code "name".table}.
     *
     * @throws IllegalArgumentException if DuckDB refuses
     */
    public Table sql(String query) {
        try (Statement statement = warehouse.connection().createStatement();
                var result = statement.executeQuery(query)) {
            return Table.of(result);
        } catch (SQLException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Learns the recorded history again with other settings, unless a replay of this name is there already.
     *
     * @param name of the replay, and of its tables' schema
     * @param settings what is different, as {@code molt replay --set} takes it: {@code "loss=cispo"}
     * @return what the replay was
     * @throws IllegalArgumentException if the replay of this name was made with other settings, or a setting is unusable
     */
    public String replay(String name, String... settings) throws IOException, SQLException {
        Path replay = home.resolve(ReplayReport.DIRECTORY).resolve(name);
        if (!Files.isDirectory(replay)) {
            List<String> arguments = new ArrayList<>(List.of("--home", home.toString(), "--name", name, "--quiet"));
            for (String setting : settings) {
                arguments.addAll(List.of("--set", setting));
            }
            int status = new CommandLine(new ReplayCommand()).execute(arguments.toArray(String[]::new));
            if (status != 0) {
                throw new IllegalArgumentException("the replay " + name + " of " + List.of(settings) + " failed");
            }
            warehouse.refresh(table -> true);
        }
        ReplayReport report = ReplayReport.read(replay);
        Map<String, String> asked = Arrays.stream(settings)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[pair.length - 1]));
        if (!asked.equals(report.set())) {
            throw new IllegalArgumentException("the replay " + name + " had " + report.set() + ", not "
                    + List.of(settings) + "; delete " + replay + " or take another name");
        }
        return "%s: %s, %d entries of the log, %d versions, %.1f s"
                .formatted(
                        report.name(),
                        report.set().isEmpty() ? "nothing changed" : report.set(),
                        report.entries(),
                        report.versions(),
                        report.seconds());
    }

    @Override
    public void close() throws SQLException {
        warehouse.close();
    }
}
