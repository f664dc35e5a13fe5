package io.molt.cli.sql;

import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs statements over a home's tables as they are at that moment. */
final class SqlSession implements AutoCloseable {

    private final Warehouse warehouse;
    private final ResultFormat format;
    private final PrintWriter out;

    SqlSession(Path home, ResultFormat format, PrintWriter out) throws SQLException {
        this.warehouse = Warehouse.of(home);
        this.format = format;
        this.out = out;
    }

    /**
     * Runs a statement and prints what it gives. A file that is gone, because its day was compacted since the folder was
     * listed, is looked for once more.
     */
    void run(String sql) throws SQLException, IOException {
        try {
            once(sql);
        } catch (SQLException e) {
            if (!isGone(e)) {
                throw e;
            }
            once(sql);
        }
        out.flush();
    }

    /** The tables, or the columns of one. */
    void describe(String table) throws SQLException, IOException {
        run(
                table.isEmpty()
                        ? "select schema_name as schema, view_name as \"table\" from duckdb_views() where not internal"
                                + " and view_name not like '%\\_all' escape '\\' order by schema <> 'main', 1, 2"
                        : "select column_name as \"column\", column_type as type from (describe " + table + ")");
    }

    /** Names to complete: schemas, tables and their columns. */
    List<String> names() throws SQLException, IOException {
        warehouse.refresh(any -> true);
        List<String> names = new ArrayList<>();
        try (Statement statement = warehouse.connection().createStatement();
                ResultSet rows = statement.executeQuery("select distinct unnest([case when schema_name = 'main' then"
                        + " table_name else '\"' || schema_name || '\".' || table_name end, column_name])"
                        + " from duckdb_columns() where not internal")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void once(String sql) throws SQLException, IOException {
        String lower = sql.toLowerCase(Locale.ROOT);
        boolean named = Tables.ROWS.keySet().stream().anyMatch(lower::contains);
        warehouse.refresh(table -> !named || lower.contains(table));
        try (Statement statement = warehouse.connection().createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    format.print(result, out);
                }
            }
        }
    }

    private static boolean isGone(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No such file") || message.contains("No files found");
    }

    @Override
    public void close() throws SQLException {
        warehouse.close();
    }
}
