package io.molt.cli.sql;

import io.molt.schemas.table.Tables;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt sql}: a query over the tables. */
@Command(
        name = "sql",
        description = "Queries the tables, for instance: molt sql \"select * from scored_turns limit 5\"")
public final class SqlCommand implements Callable<Integer> {

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Parameters(paramLabel = "QUERY", description = "one SQL statement, in DuckDB's dialect")
    private String query;

    /** A query that mentions none, such as one that lists them, gets them all. */
    private boolean mentioned(String table) {
        String lower = query.toLowerCase(Locale.ROOT);
        return lower.contains(table) || Tables.ROWS.keySet().stream().noneMatch(lower::contains);
    }

    @Override
    public Integer call() throws Exception {
        Path tables = home.resolve("tables");
        if (!Files.isDirectory(tables)) {
            System.err.println("molt: no tables in " + home + "; run molt up or molt demo --home " + home + " first");
            return 2;
        }
        try (Connection connection = Warehouse.open(tables, this::mentioned);
                Statement statement = connection.createStatement()) {
            if (statement.execute(query)) {
                var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
                ResultTable.print(statement.getResultSet(), out);
            }
            return 0;
        } catch (SQLException e) {
            System.err.println("molt: " + e.getMessage());
            return 1;
        }
    }
}
