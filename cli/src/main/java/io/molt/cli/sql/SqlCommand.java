package io.molt.cli.sql;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code molt sql}: queries over the tables. The launcher knows whether a person sits there: {@code -Dmolt.prompt=true}. */
@Command(
        name = "sql",
        description = {
            "Queries the tables, for instance: molt sql \"select * from scored_turns limit 5\"",
            "Without a query it reads statements from a prompt, or from standard input."
        })
public final class SqlCommand implements Callable<Integer> {

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(names = "--file", description = "reads the statements from this file")
    private Optional<Path> file = Optional.empty();

    @Parameters(paramLabel = "QUERY", arity = "0..1", description = "SQL statements in DuckDB's dialect")
    private Optional<String> query = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(home.resolve("tables"))) {
            System.err.println("molt: no tables in " + home + "; run molt up or molt demo --home " + home + " first");
            return 2;
        }
        if (file.isPresent() && query.isPresent()) {
            System.err.println("molt: give a query or a --file, not both");
            return 2;
        }
        if (file.isEmpty() && query.isEmpty() && Boolean.getBoolean("molt.prompt")) {
            return prompt();
        }
        return run(text());
    }

    private String text() throws IOException {
        if (file.isPresent()) {
            return Files.readString(file.get());
        }
        return query.isPresent() ? query.get() : new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private int run(String text) throws IOException, SQLException {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        try (SqlSession session = new SqlSession(home, format, out)) {
            for (String statement : Statements.of(text).all()) {
                session.run(statement);
            }
            return 0;
        } catch (SQLException e) {
            out.flush();
            System.err.println("molt: " + e.getMessage());
            return 1;
        }
    }

    private int prompt() throws IOException, SQLException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build();
                SqlSession session = new SqlSession(home, format, terminal.writer())) {
            new SqlPrompt(session, terminal, home.resolve("sql.history")).run();
            return 0;
        }
    }
}
