package io.molt.cli.sql;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;

/** Reads statements from a person: they end with a semicolon, {@code \d} describes, {@code \q} leaves. */
final class SqlPrompt {

    private static final List<String> WORDS = List.of(
            "select",
            "from",
            "where",
            "group by",
            "order by",
            "having",
            "limit",
            "join",
            "left join",
            "using",
            "with",
            "count(*)",
            "avg(",
            "sum(",
            "min(",
            "max(",
            "quantile_cont(",
            "unnest(",
            "distinct",
            "desc",
            "between",
            "and",
            "not",
            "null",
            "is",
            "as",
            "case",
            "when",
            "then",
            "else",
            "end",
            "filter (where",
            "describe",
            "summarize");

    private final SqlSession session;
    private final Terminal terminal;
    private final LineReader reader;

    SqlPrompt(SqlSession session, Terminal terminal, Path history) throws SQLException, IOException {
        List<String> words = new ArrayList<>(WORDS);
        words.addAll(session.names());
        this.session = session;
        this.terminal = terminal;
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .completer(new StringsCompleter(words))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .variable(LineReader.HISTORY_FILE, history)
                .build();
    }

    /** Goes on until the person leaves. */
    void run() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            String line;
            try {
                line = reader.readLine(text.toString().isBlank() ? "molt> " : "  ... ");
            } catch (UserInterruptException e) {
                text.setLength(0);
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            if (text.toString().isBlank() && line.strip().matches("\\\\q|quit|exit")) {
                return;
            }
            if (text.toString().isBlank() && line.strip().startsWith("\\d")) {
                answer(() -> session.describe(line.strip().substring(2).strip()));
                continue;
            }
            text.append(line).append('\n');
            Statements statements = Statements.of(text.toString());
            statements.whole().forEach(statement -> answer(() -> session.run(statement)));
            text.setLength(0);
            text.append(Statements.isBlank(statements.rest()) ? "" : statements.rest());
        }
    }

    /** Something that may be refused. */
    private interface Work {
        void run() throws SQLException, IOException;
    }

    private void answer(Work work) {
        PrintWriter out = terminal.writer();
        try {
            work.run();
        } catch (SQLException | IOException e) {
            out.println(e.getMessage());
        }
        out.flush();
    }
}
