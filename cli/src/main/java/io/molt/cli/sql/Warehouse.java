package io.molt.cli.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tables of a home as DuckDB views, one view per folder below {@code tables/} that holds a finished Parquet file.
 *
 * <p>A view shows the latest revision of each turn; {@code <table>_all} shows every row.
 */
public final class Warehouse {

    private Warehouse() {}

    /**
     * Opens an in-memory database over the files.
     *
     * @param wanted which tables; one less to look at makes the start faster
     * @throws SQLException if DuckDB refuses, for instance because a file is damaged
     */
    public static Connection open(Path tables, Predicate<String> wanted) throws IOException, SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            for (Path table : tablesIn(tables)) {
                String name = table.getFileName().toString();
                if (!wanted.test(name)) {
                    continue;
                }
                String glob = table.resolve("**/*.parquet").toString().replace("'", "''");
                statement.execute("create view " + name + "_all as select * from read_parquet('" + glob
                        + "', hive_partitioning = true, union_by_name = true)");
                statement.execute(
                        "create view " + name + " as select * from " + name + "_all" + latest(connection, name));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static String latest(Connection connection, String name) throws SQLException {
        boolean revised = columns(connection, name).containsAll(List.of("turn_id", "revision"));
        return revised ? " qualify rank() over (partition by turn_id order by revision desc) = 1" : "";
    }

    private static List<String> columns(Connection connection, String name) throws SQLException {
        try (var rows = connection.getMetaData().getColumns(null, null, name + "_all", null)) {
            List<String> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME"));
            }
            return columns;
        }
    }

    private static List<Path> tablesIn(Path tables) throws IOException {
        if (!Files.isDirectory(tables)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(tables)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[a-z_]+"))
                    .filter(Warehouse::holdsParquet)
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsParquet(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet")
                    && !file.getFileName().toString().startsWith("."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
