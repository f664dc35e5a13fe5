package io.molt.jobs.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.table.DayFiles;
import io.molt.jobs.table.RowFiles;
import io.molt.jobs.table.RowReader;
import io.molt.jobs.table.TableFiles;
import io.molt.operators.table.LogRows;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.Tick;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers see of a day while it is compacted, and after a death at each step. */
class CompactionTest {

    private static final Instant NOW = Instant.parse("1970-01-10T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("1970-01-01");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    /** More than there are changes in a run. */
    private static final int MOST_CHANGES = 24;

    @TempDir
    private Path tables;

    @Test
    void the_files_of_a_closed_day_become_one_sorted_by_agent_and_time() throws Exception {
        write("bob", 3, 4);
        write("ada", 5);
        write("ada", 1, 2);

        assertThat(compact(NOW)).containsExactly("control/day=1970-01-01 3");

        assertThat(visible()).hasSize(1);
        assertThat(rows()).containsExactly("ada 1", "ada 2", "ada 5", "bob 3", "bob 4");
        assertThat(plain()).hasSize(3);
        assertThat(compact(NOW.plusSeconds(3599))).isEmpty();
        assertThat(plain()).hasSize(3);

        assertThat(compact(LATER)).isEmpty();

        assertThat(plain()).containsExactly("compact-" + NOW.toEpochMilli() + ".parquet");
        assertThat(names()).containsExactlyInAnyOrder(DayFiles.NAME, plain().get(0));
        assertThat(rows()).containsExactly("ada 1", "ada 2", "ada 5", "bob 3", "bob 4");
        assertThat(compact(LATER)).isEmpty();
    }

    @Test
    void a_file_that_comes_late_is_seen_at_once_and_is_part_of_the_next_compaction() throws Exception {
        write("ada", 1);
        write("ada", 2);
        compact(NOW);

        write("ada", 3);
        assertThat(rows()).containsExactly("ada 1", "ada 2", "ada 3");
        compact(NOW.plusSeconds(60));
        assertThat(visible()).hasSize(1);
        assertThat(rows()).containsExactly("ada 1", "ada 2", "ada 3");

        compact(NOW.plusSeconds(60).plus(Duration.ofHours(1)));
        assertThat(plain()).hasSize(1);
        assertThat(names()).hasSize(2);
        assertThat(rows()).containsExactly("ada 1", "ada 2", "ada 3");
    }

    static Stream<Integer> changes() {
        return IntStream.range(0, MOST_CHANGES).boxed();
    }

    @ParameterizedTest(name = "before change {0}")
    @MethodSource("changes")
    void whatever_dies_whenever_every_row_is_seen_once_and_the_next_run_goes_on(int change) throws Exception {
        write("bob", 3);
        write("ada", 1);
        compact(NOW.minusSeconds(7200));
        write("ada", 2); // late
        List<String> all = List.of("ada 1", "ada 2", "bob 3");
        int[] left = {change};
        Consumer<String> dying = what -> {
            assertThat(seen()).as("before: %s", what).containsExactlyInAnyOrderElementsOf(all);
            if (left[0]-- == 0) {
                throw new Died();
            }
        };

        for (Instant at : List.of(NOW, LATER)) {
            try {
                new Compaction(tables, InstantSource.fixed(at), dying).run(DAY.plusDays(1), (folder, files) -> {});
            } catch (Died e) {
                assertThat(rows()).containsExactlyInAnyOrderElementsOf(all);
            }
        }
        compact(LATER.plusSeconds(1));
        compact(LATER.plus(Duration.ofHours(2)));

        assertThat(rows()).isEqualTo(all);
        assertThat(plain()).hasSize(1);
        assertThat(names()).containsExactlyInAnyOrder(DayFiles.NAME, plain().get(0));
        if (change == MOST_CHANGES - 1) {
            assertThat(left[0]).as("changes that no test died at").isNotNegative();
        }
    }

    @Test
    void a_column_that_only_some_files_have_stays_null_in_the_rows_of_the_others() throws Exception {
        write("ada", 1);
        write("bob", 2);
        ofAnotherRelease(folder().resolve("part-bob2.parquet"));

        compact(NOW);
        compact(LATER);

        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            var rows = statement.executeQuery("select agent_id, kind, of_a_newer_release from read_parquet('" + folder()
                    + "/*.parquet') order by 1");
            assertThat(rows.next()).isTrue();
            assertThat(List.of(rows.getString(1), rows.getString(2))).containsExactly("ada", "");
            assertThat(rows.getObject(3)).isNull();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("bob");
            assertThat(rows.getObject(2)).isNull();
            assertThat(rows.getInt(3)).isEqualTo(7);
        }
        assertThat(visible()).hasSize(1);
    }

    @Test
    void open_days_are_left_alone_and_two_do_not_rewrite_at_once() throws Exception {
        write("ada", 1);
        write("ada", 2);
        var compaction = new Compaction(tables, InstantSource.fixed(NOW));

        assertThat(compaction.firstOpenDay()).isEqualTo("1970-01-08");
        assertThatThrownBy(() -> compaction.run(LocalDate.parse("1970-01-09"), (folder, files) -> {}))
                .hasMessage("only days before 1970-01-08 have been closed for 48 h, but was 1970-01-09");
        compaction.run(DAY, (folder, files) -> {});
        assertThat(visible()).hasSize(2);
        try (TablesLock unused = TablesLock.take(tables)) {
            assertThatThrownBy(() -> compact(NOW))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("are being rewritten already");
        }
    }

    /** Takes a column away, as if it were not there yet, and adds one that this release does not know. */
    private static void ofAnotherRelease(Path file) throws IOException {
        List<Type> columns = new ArrayList<>();
        try (var reader = GroupFile.open(file)) {
            columns.addAll(reader.getFileMetaData().getSchema().getFields());
        }
        columns.removeIf(column -> column.getName().equals("kind"));
        columns.add(Types.optional(PrimitiveTypeName.INT32).named("of_a_newer_release"));
        MessageType schema = new MessageType(Tables.CONTROL, columns);
        Path written = file.resolveSibling("written");
        try (var rows = new GroupFile(file, schema);
                var writer = GroupFile.writer(written, schema, 1 << 20)) {
            for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                row.get().add("of_a_newer_release", 7);
                writer.write(row.get());
            }
        }
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private List<String> compact(Instant at) throws IOException {
        List<String> done = new ArrayList<>();
        new Compaction(tables, InstantSource.fixed(at))
                .run(DAY.plusDays(1), (folder, files) -> done.add(folder + " " + files));
        return done;
    }

    private Path folder() {
        return tables.resolve(Tables.CONTROL).resolve("day=" + DAY);
    }

    private void write(String agent, int... seqs) throws Exception {
        Files.createDirectories(folder());
        Path file = folder().resolve("part-" + agent + seqs[0] + ".parquet");
        try (var out = new LocalDataOutputStream(file.toFile())) {
            var writer = new RowFiles().create(out);
            for (int seq : seqs) {
                byte[] tick = Codecs.SCORED.encode(new Tick(new LogPosition(agent, seq, seq * 1_000L)));
                for (TableRow row : Rows.of(new KafkaRecord(agent, Topics.SCORED, 0, 1, tick))) {
                    writer.addElement(row);
                }
            }
            writer.finish();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What a reader of all {@code *.parquet} reads. */
    private List<String> plain() throws IOException {
        return names().stream().filter(name -> name.endsWith(".parquet")).toList();
    }

    private List<org.apache.flink.core.fs.Path> visible() throws IOException {
        return TableFiles.of(new org.apache.flink.core.fs.Path(tables.toUri()), Tables.CONTROL);
    }

    private List<String> seen() {
        try {
            return rows();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (var file : visible()) {
            try (var reader = new RowReader(
                    Tables.CONTROL, new LocalInputFile(Path.of(file.toUri().getPath())))) {
                for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                    LogPosition at = LogRows.entry(row.get()).position();
                    rows.add(at.agentId() + " " + at.agentSeq());
                }
            }
        }
        return rows;
    }
}
