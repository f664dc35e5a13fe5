package io.molt.cli.sql;

import io.molt.jobs.table.RowSchema;
import io.molt.jobs.table.SqlDialect;
import io.molt.schemas.table.Tables;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views over the files of one table: every row, and the latest revision of each turn. A table without files is empty, and
 * a column that no file has yet is null.
 *
 * @param schema quoted, with its dot; empty for the live tables
 * @param table its name
 * @param files that hold its rows
 */
record Views(String schema, String table, List<String> files) {

    Views {
        files = List.copyOf(files);
    }

    List<String> statements() {
        return List.of(
                "create or replace view " + schema + table + "_all as " + every(),
                "create or replace view " + schema + table + " as select given.* from " + schema + table
                        + "_all as given" + latest());
    }

    private String every() {
        String read = "select * from read_parquet(["
                + files.stream().map(Views::literal).collect(Collectors.joining(", "))
                + "], hive_partitioning = true, union_by_name = true)";
        Optional<String> empty = columns().map(columns -> "select " + columns + " where false");
        return Stream.concat(empty.stream(), files.isEmpty() ? Stream.empty() : Stream.of(read))
                .collect(Collectors.joining(" union all by name "));
    }

    /** Null columns of the right types; empty if the folder is none of molt's tables. */
    private Optional<String> columns() {
        return Optional.ofNullable(Tables.ROWS.get(table)).map(row -> RowSchema.of(table, row).columns().stream()
                .map(column ->
                        "null::" + SqlDialect.DUCKDB.type(column) + " as " + SqlDialect.DUCKDB.quoted(column.name()))
                .collect(Collectors.joining(", ", "", ", null::DATE as day")));
    }

    /** Revisions are few: a join with those, instead of a window over all turns. */
    private String latest() {
        boolean revised = table.equals(Tables.SCORED_TURNS) || table.equals(Tables.JUDGEMENTS);
        return revised
                ? " anti join (select turn_id, max(revision) as newest from " + schema + table
                        + "_all where revision > 0 group by turn_id) as later"
                        + " on later.turn_id = given.turn_id and given.revision < later.newest"
                : "";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
