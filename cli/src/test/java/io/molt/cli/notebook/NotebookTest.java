package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {

    private static final String REPORT =
            """
            {"name": "strict", "set": {"judge": "rules", "strict": "true"}, "from": "", "to": "", "without": [], "base": -1,
             "agent": "", "windows": {}, "entries": 67, "versions": 4, "seconds": 13.42, "cores": 1}
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void tables() throws Exception {
        write(
                "tables/notes/day=2026-11-20/part-1.parquet",
                "select 'a' name, ['x', 'y'] words, null nothing, 0.125::double d");
        write("replays/strict/tables/notes/day=2026-11-20/part-1.parquet", "select 'b' name");
        Files.writeString(home.resolve("replays/strict/replay.json"), REPORT);
    }

    @Test
    void a_query_sees_the_tables_and_those_of_replays() throws Exception {
        try (Notebook notebook = Notebook.open(home)) {
            Table live = notebook.sql("select name, words, nothing, d from notes");

            assertThat(live.rows()).containsExactly(List.of("a", List.of("x", "y"), Optional.empty(), 0.125));
            assertThat(live.forms().get(Showable.HTML)).contains("<td>[x, y]</td><td></td><td>0.1250</td>");
            assertThat(notebook.sql("select name from \"strict\".notes").value())
                    .isEqualTo("b");
        }
    }

    @Test
    void a_replay_that_is_there_is_read_and_one_of_other_settings_is_not_taken_for_it() throws Exception {
        try (Notebook notebook = Notebook.open(home)) {
            assertThat(notebook.replay("strict", "judge=rules", "strict=true"))
                    .isEqualTo("strict: {judge=rules, strict=true}, 67 entries of the log, 4 versions, 13.4 s");
            assertThatThrownBy(() -> notebook.replay("strict")).hasMessageContaining("not []");
            assertThatThrownBy(() -> notebook.replay("strict", "strict=false"))
                    .hasMessageContaining("the replay strict had {judge=rules, strict=true}, not [strict=false]");
        }
    }

    @Test
    void what_duckdb_refuses_and_a_home_without_tables_are_said() throws Exception {
        try (Notebook notebook = Notebook.open(home)) {
            assertThatThrownBy(() -> notebook.sql("select nothing_like_it from notes"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing_like_it");
        }
        assertThatThrownBy(() -> Notebook.open(home.resolve("nowhere")))
                .hasMessageStartingWith("there are no tables in");
    }

    private void write(String file, String query) throws Exception {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + query + ") to '" + path + "' (format parquet)");
        }
    }
}
