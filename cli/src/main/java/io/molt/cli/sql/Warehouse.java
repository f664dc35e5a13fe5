package io.molt.cli.sql;

import io.molt.jobs.table.TableFiles;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tables of a home as DuckDB views, and those of each replay in a schema of its name.
 *
 * <p>A view shows the latest revision of each turn; {@code <table>_all} shows every row. Files that appear later are seen
 * after {@link #refresh}.
 */
public final class Warehouse implements AutoCloseable {

    private final Path tables;
    private final Path replays;
    private final Connection connection;
    private final Map<String, Views> made = new HashMap<>();

    private Warehouse(Path tables, Path replays, Connection connection) {
        this.tables = tables;
        this.replays = replays;
        this.connection = connection;
    }

    /** An in-memory database over a home, without a view yet. */
    public static Warehouse of(Path home) throws SQLException {
        return new Warehouse(
                home.resolve("tables"), home.resolve("replays"), DriverManager.getConnection("jdbc:duckdb:"));
    }

    /**
     * Opens an in-memory database over the tables in a directory.
     *
     * @param wanted which tables; one less to look at makes the start faster
     * @throws SQLException if DuckDB refuses, for instance because a file is damaged
     */
    public static Connection open(Path tables, Predicate<String> wanted) throws IOException, SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try {
            new Warehouse(tables, tables.resolve("none"), connection).refresh(wanted);
        } catch (IOException | SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    public Connection connection() {
        return connection;
    }

    /** Makes the views of the wanted tables show what is there now. */
    public void refresh(Predicate<String> wanted) throws IOException, SQLException {
        refresh("", tables, wanted);
        for (Path replay : folders(replays)) {
            String schema = "\"" + replay.getFileName().toString().replace("\"", "\"\"") + "\"";
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema if not exists " + schema);
            }
            refresh(schema + ".", replay.resolve("tables"), wanted);
        }
    }

    private void refresh(String schema, Path directory, Predicate<String> wanted) throws IOException, SQLException {
        TreeSet<String> names = new TreeSet<>(Tables.ROWS.keySet());
        folders(directory).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> name.matches("[a-z_]+"))
                .forEach(names::add);
        for (String table : names) {
            if (wanted.test(table)) {
                refresh(new Views(schema, table, files(directory, table)));
            }
        }
    }

    private void refresh(Views views) throws SQLException {
        boolean unknown = !Tables.ROWS.containsKey(views.table());
        if (views.equals(made.get(views.schema() + views.table()))
                || (unknown && views.files().isEmpty())) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : views.statements()) {
                statement.execute(sql);
            }
        }
        made.put(views.schema() + views.table(), views);
    }

    private static List<String> files(Path directory, String table) throws IOException {
        return TableFiles.of(
                        new org.apache.flink.core.fs.Path(
                                directory.toAbsolutePath().toUri()),
                        table)
                .stream()
                .map(file -> file.toUri().getPath())
                .sorted()
                .toList();
    }

    private static List<Path> folders(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
