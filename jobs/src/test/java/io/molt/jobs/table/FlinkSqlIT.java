package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.rewrite.Compaction;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.schemas.codec.RecordShape;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink SQL reads every column of every table by the DDL of flink-conf, from the files that TablesJob writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlinkSqlIT {

    private static final Path DDL = Path.of("..", "flink-conf", "sql", "tables.sql");
    private static final long MILLIS = 1_795_219_200_123L;

    private Path tables;

    private TableEnvironment flink;

    static Stream<String> names() {
        return Tables.ROWS.keySet().stream();
    }

    @BeforeAll
    void write(@TempDir Path directory) throws Exception {
        tables = directory;
        for (Map.Entry<String, Class<? extends Record>> table : Tables.ROWS.entrySet()) {
            write(table.getKey(), "1970-01-01", table.getValue(), 1);
            write(table.getKey(), "1970-01-01", table.getValue(), 2);
            write(table.getKey(), "2026-11-21", table.getValue(), 3);
        }
        var weekLater = InstantSource.fixed(Instant.ofEpochSecond(7 * 86_400));
        var dayLater = InstantSource.fixed(Instant.ofEpochSecond(8 * 86_400));
        for (InstantSource clock : List.of(weekLater, dayLater)) {
            new Compaction(tables, clock).run(LocalDate.EPOCH.plusDays(1), (folder, files) -> {});
        }
        flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        flink.getConfig().set("parallelism.default", "1");
        String ddl = Files.readString(DDL)
                .replace("TABLES_DIRECTORY", tables.toUri().toString().replaceAll("/$", ""));
        for (String statement : ddl.replaceAll("(?m)^--.*$", "").split(";", -1)) {
            if (!statement.isBlank()) {
                flink.executeSql(statement);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void every_column_of_a_table_is_read_as_it_was_written(String table) throws Exception {
        RowSchema schema = RowSchema.of(table, Tables.ROWS.get(table));

        List<Row> rows;
        try (CloseableIterator<Row> found =
                flink.executeSql("select * from `" + table + "`").collect()) {
            rows = Stream.generate(() -> found.hasNext() ? found.next() : null)
                    .takeWhile(row -> row != null)
                    .toList();
        }

        assertThat(rows)
                .extracting(row -> row.getField("day"))
                .containsExactlyInAnyOrder("1970-01-01", "1970-01-01", "2026-11-21");
        for (int seed = 1; seed <= 3; seed++) {
            Record written = (Record) sample(Tables.ROWS.get(table), seed);
            List<String> expected = schema.columns().stream()
                    .map(column -> text(column.name(), value(column, written)))
                    .toList();
            assertThat(rows).anySatisfy(row -> assertThat(
                            IntStream.range(0, schema.columns().size())
                                    .mapToObj(i -> text(schema.columns().get(i).name(), row.getField(i)))
                                    .toList())
                    .isEqualTo(expected));
        }
    }

    private void write(String table, String day, Class<? extends Record> type, int seed) throws IOException {
        Path folder = Files.createDirectories(tables.resolve(table).resolve("day=" + day));
        try (var out = new LocalDataOutputStream(
                folder.resolve("part-" + seed + ".parquet").toFile())) {
            var writer = new RowFiles().create(out);
            writer.addElement(new TableRow("e", table, day, Rows.codec(table).encode((Record) sample(type, seed))));
            writer.finish();
        }
    }

    /** A value of a type with something in every component. */
    private static Object sample(Type type, int seed) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? Map.of("k" + seed, sample(arguments[1], seed))
                    : List.of(sample(arguments[0], seed), sample(arguments[0], seed + 1));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return RecordShape.of(plain)
                    .construct(Arrays.stream(plain.getRecordComponents())
                            .map(component -> component.getName().endsWith("Millis")
                                    ? Long.valueOf(MILLIS + seed)
                                    : sample(component.getGenericType(), seed))
                            .toArray());
        }
        return plain.isEnum() ? plain.getEnumConstants()[0] : simple(plain, seed);
    }

    private static Object simple(Class<?> type, int seed) {
        Map<Class<?>, Object> samples = Map.of(
                String.class,
                "x" + seed,
                int.class,
                1, // a vote, passes: both may be 1
                long.class,
                (long) seed,
                double.class,
                seed / 4.0,
                Double.class,
                seed / 4.0,
                boolean.class,
                seed % 2 == 0,
                int[].class,
                new int[] {seed, 7},
                float[].class,
                new float[] {-0.5f, seed},
                byte[].class,
                new byte[] {1, (byte) seed});
        return samples.get(type);
    }

    private static Object value(RowSchema.Column column, Object record) {
        Object value = record;
        for (RecordComponent component : column.path()) {
            value = read(component, value);
        }
        return value;
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component.toString(), e);
        }
    }

    /** The same text for what was written and for what Flink made of it. */
    private static String text(String column, Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Long millis && column.endsWith("_at")) {
            return Instant.ofEpochMilli(millis).toString();
        }
        if (value instanceof Record record) {
            return Arrays.stream(record.getClass().getRecordComponents())
                    .map(component -> text(component.getName(), read(component, record)))
                    .toList()
                    .toString();
        }
        if (value instanceof Row row) {
            return IntStream.range(0, row.getArity())
                    .mapToObj(i -> text("", row.getField(i)))
                    .toList()
                    .toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> text("", each)).toList().toString();
        }
        if (value instanceof Object[] array) {
            return text("", Arrays.asList(array));
        }
        if (value instanceof int[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof float[] numbers) {
            return Arrays.toString(numbers);
        }
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }
}
