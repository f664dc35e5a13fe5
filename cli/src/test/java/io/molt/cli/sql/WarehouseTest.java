package io.molt.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {

    @TempDir
    private Path tables;

    @Test
    void a_view_shows_the_latest_revision_and_its_neighbour_shows_every_row() throws Exception {
        write("scored_turns/day=2026-11-20/part-1.parquet", "select 't1' turn_id, 0 revision, -1.0 reward");
        write("scored_turns/day=2026-11-21/part-1.parquet", "select 't1' turn_id, 1 revision, 1.0 reward");
        write("scored_turns/day=2026-11-21/part-2.parquet", "select 't2' turn_id, 0 revision, 0.0 reward");

        assertThat(query("select turn_id, reward from scored_turns order by 1"))
                .isEqualTo(
                        """
                        turn_id  reward
                        ---------------
                        t1       1.0
                        t2       0.0
                        """);
        assertThat(query("select count(*) n from scored_turns_all"))
                .isEqualTo(
                        """
                        n
                        -
                        3
                        """);
    }

    @Test
    void a_column_that_was_added_later_is_null_before() throws Exception {
        write("skills/day=2026-11-20/part-1.parquet", "select 'a' name");
        write("skills/day=2026-11-21/part-1.parquet", "select 'b' name, 7 uses");

        assertThat(query("select name, uses from skills order by 1"))
                .isEqualTo(
                        """
                        name  uses
                        ----------
                        a
                        b     7
                        """);
    }

    @Test
    void files_in_progress_and_other_folders_are_not_read() throws Exception {
        write("skills/day=2026-11-21/part-1.parquet", "select 'a' name");
        Files.writeString(tables.resolve("skills/day=2026-11-21/.part-2.parquet.inprogress.x"), "half");
        Files.createDirectories(tables.resolve("Not A Table"));

        assertThat(query("select count(*) n from skills")).contains("1");
    }

    private String query(String sql) throws Exception {
        StringWriter out = new StringWriter();
        try (Connection connection = Warehouse.open(tables, table -> true);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            ResultTable.print(statement.getResultSet(), new PrintWriter(out));
        }
        return out.toString();
    }

    private void write(String file, String select) throws Exception {
        Path path = tables.resolve(file);
        Files.createDirectories(path.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + select + ") to '" + path + "' (format parquet)");
        }
    }
}
