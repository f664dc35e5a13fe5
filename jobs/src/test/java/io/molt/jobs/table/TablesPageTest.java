package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of all tables and the DDL for Flink follow from the records and their Javadoc; {@code -Dmolt.release=true} writes
 * them anew.
 */
class TablesPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("tables.md");
    private static final Path DDL = Path.of("..", "flink-conf", "sql", "tables.sql");

    @Test
    void the_page_names_every_column_with_its_type_and_meaning() throws IOException {
        checked(PAGE, page());
    }

    @Test
    void the_ddl_declares_every_table_for_flink() throws IOException {
        checked(DDL, ddl());
    }

    private static void checked(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("molt.release")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(Files.readString(
                Path.of("src", "test", "resources", "io", "molt", "jobs", "table", "tables-introduction.md")));
        Tables.ROWS.forEach((table, row) -> page.append(section(table, row)));
        page.append(
                "\n## Queries\n\nEach is a file in [queries](queries): `molt sql --file docs/queries/01-reward-per-day.sql`.\n");
        for (Path query : queries()) {
            String[] parts = Files.readString(query).split("\n", 2);
            page.append(String.format("%n### %s%n%n```sql%n%s```%n", parts[0].replaceFirst("-- ", ""), parts[1]));
        }
        return page.toString();
    }

    private static List<Path> queries() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("queries"))) {
            return files.sorted().toList();
        }
    }

    private static String section(String table, Class<?> row) {
        StringBuilder text = new StringBuilder(String.format(
                "%n## %s%n%n%s%n%n| column | type | meaning |%n|---|---|---|%n",
                table, RecordTexts.of(row).summary()));
        for (RowSchema.Column column : RowSchema.of(table, row).columns()) {
            text.append(String.format(
                    "| `%s` | %s | %s |%n",
                    column.name(),
                    SqlDialect.DUCKDB.type(column),
                    meaning(column).replace("|", "\\|")));
        }
        return text.append("| `day` | DATE | the folder: UTC day of the event |\n")
                .toString();
    }

    private static String meaning(RowSchema.Column column) {
        List<RecordComponent> path = column.path();
        RecordComponent last = path.get(path.size() - 1);
        String text = RecordTexts.of(last.getDeclaringRecord()).of(last.getName());
        return text.replaceFirst("(, )?epoch milliseconds UTC", "").replaceFirst("^; ", "")
                + element(column.type()).map(TablesPageTest::each).orElse("");
    }

    /** The record of which the column is a list, if it is one. */
    private static Optional<Class<?>> element(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getRawType() == List.class
                        && generic.getActualTypeArguments()[0] instanceof Class<?> element
                        && element.isRecord()
                ? Optional.of(element)
                : Optional.empty();
    }

    private static String each(Class<?> element) {
        RecordTexts texts = RecordTexts.of(element);
        return Arrays.stream(element.getRecordComponents())
                .map(field -> "`" + RowSchema.columnName(field) + "`: " + texts.of(field.getName()))
                .collect(Collectors.joining("; ", ". Of each: ", ""));
    }

    private static String ddl() {
        StringBuilder ddl = new StringBuilder(
                """
                -- The tables for Flink SQL, made from the records by TablesPageTest: do not edit. Put the URI of the directory in:
                --   sed "s|TABLES_DIRECTORY|file:///srv/molt/tables|" tables.sql
                -- What the SQL client needs in lib/ beside its own jars is in docs/tables.md. Every revision of a turn is a row.
                """);
        Tables.ROWS.forEach((table, row) -> ddl.append(RowSchema.of(table, row).columns().stream()
                .map(column ->
                        "  " + SqlDialect.FLINK.quoted(column.name()) + " " + SqlDialect.FLINK.type(column) + ",\n")
                .collect(Collectors.joining(
                        "",
                        "\nCREATE TABLE " + SqlDialect.FLINK.quoted(table) + " (\n",
                        String.format(
                                "  `day` STRING%n) PARTITIONED BY (`day`) WITH (%n  'connector' = 'filesystem',%n"
                                        + "  'path' = 'TABLES_DIRECTORY/%s',%n  'format' = 'parquet'%n);%n",
                                table)))));
        return ddl.toString();
    }
}
