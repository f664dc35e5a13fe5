package io.molt.jobs.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.table.DayFiles;
import io.molt.jobs.table.RowFiles;
import io.molt.jobs.table.RowReader;
import io.molt.operators.table.LogRows;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.table.JudgementRow;
import io.molt.schemas.table.MessageRow;
import io.molt.schemas.table.Tables;
import io.molt.schemas.table.TurnRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of a forgotten session in the tables, and after a death at each step. */
class ErasureTest {

    private static final long FORGOTTEN_AT = 1_000;

    /** Session {@code gone} of ada, as it was until then. */
    private static final ForgottenSessions GONE = (agentId, sessionId) ->
            agentId.equals("ada") && sessionId.equals("gone") ? OptionalLong.of(FORGOTTEN_AT) : OptionalLong.empty();

    /** More than there are changes in a run over the tables of {@link #write}. */
    private static final int MOST_CHANGES = 12;

    @TempDir
    private Path home;

    private final List<ScoredTurn> log = List.of(
            Spoken.turn("ada", "gone", "t1", 1, 900),
            Spoken.turn("ada", "stays", "t2", 2, 900),
            Spoken.turn("bob", "gone", "t3", 1, 900),
            Spoken.turn("ada", "gone", "t4", 3, 1_000),
            Spoken.turn("ada", "gone", "t5", 4, 1_001));

    private Path tables;

    @BeforeEach
    void write() throws Exception {
        tables = home.resolve("tables");
        for (ScoredTurn turn : log) {
            add(Topics.SCORED, Codecs.SCORED.encode(turn));
            add(Topics.TURNS, Codecs.TURNS.encode(Spoken.asked(turn)));
            add(Topics.TURNS, Codecs.TURNS.encode(Spoken.answered(turn)));
        }
        add(Topics.SKILLS, Codecs.SKILLS.encode(skill("of-it", "t2", "t4")));
        add(Topics.SKILLS, Codecs.SKILLS.encode(skill("of-others", "t2", "t5")));
        flush(tables, "part-0.parquet");
    }

    @Test
    void the_log_of_the_tables_is_then_the_log_without_that_content() throws Exception {
        erase();

        assertThat(entries())
                .containsExactly(
                        log.get(0).withoutContent(),
                        log.get(1),
                        log.get(2),
                        log.get(3).withoutContent(),
                        log.get(4));
    }

    @Test
    void no_other_table_has_words_of_it_either() throws Exception {
        assertThat(texts(tables)).contains(Spoken.secret("t1"), Spoken.secret("t4"));

        List<FileRows> done = erase();

        assertThat(texts(tables))
                .doesNotContain(Spoken.secret("t1"), Spoken.secret("t4"))
                .contains(Spoken.secret("t2"), Spoken.secret("t3"), Spoken.secret("t5"));
        assertThat(rows(Tables.MESSAGES))
                .map(row -> ((MessageRow) row).body().text())
                .noneMatch(text -> text.contains(Spoken.secret("t1")))
                .hasSize(6);
        assertThat(rows(Tables.TURNS))
                .map(row -> ((TurnRow) row).servedBy().injected().isEmpty())
                .containsExactly(true, false, false, true, false);
        assertThat(rows(Tables.JUDGEMENTS))
                .map(row -> ((JudgementRow) row).answer().isEmpty())
                .containsExactly(true, true, false, false, false, false, true, true, false, false);
        assertThat(rows(Tables.SKILLS))
                .map(row -> ((SkillVersion) row).text().description())
                .containsExactly("", "the rule of-others");
        assertThat(rows(Tables.SKILLS)).first().isInstanceOfSatisfying(SkillVersion.class, skill -> {
            assertThat(skill.origin().turnIds()).containsExactly("t2", "t4");
            assertThat(skill.origin().questions()).isEmpty();
            assertThat(skill.label()).isEqualTo("of-it@v1");
        });
        assertThat(done)
                .map(each -> tables.relativize(each.file()).getName(0) + " " + each.rows())
                .containsExactlyInAnyOrder("messages 4", "turns 2", "scored_turns 2", "judgements 4", "skills 1");
    }

    @Test
    void what_is_forgotten_already_is_not_written_again() throws Exception {
        List<FileRows> foreseen = new Erasure(GONE).look(List.of(tables));
        List<FileRows> done = erase();
        Map<Path, Object> keys = fileKeys();

        assertThat(foreseen).isEqualTo(done);
        assertThat(erase()).isEmpty();
        assertThat(new Erasure(GONE).look(List.of(tables))).isEmpty();
        assertThat(fileKeys()).isEqualTo(keys);
    }

    @Test
    void a_file_without_such_rows_is_left_as_it_is() throws Exception {
        add(Topics.SCORED, Codecs.SCORED.encode(log.get(1)));
        flush(tables, "part-1.parquet");
        Map<Path, Object> before = fileKeys();

        erase();

        Map<Path, Object> after = fileKeys();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.entrySet())
                .filteredOn(file -> file.getKey().endsWith("part-1.parquet"))
                .isNotEmpty()
                .isSubsetOf(before.entrySet());
    }

    @Test
    void files_that_wait_for_their_place_or_their_end_in_a_compaction_lose_it_too() throws Exception {
        Path folder = folder(Tables.SCORED_TURNS);
        Files.copy(folder.resolve("part-0.parquet"), folder.resolve(DayFiles.hidden("compact-7.parquet")));
        Files.copy(folder.resolve("part-0.parquet"), folder.resolve(DayCompaction.WRITING + "-0"));
        Files.write(
                folder.resolve(DayFiles.NAME),
                new DayFiles(List.of("compact-7.parquet"), List.of("part-0.parquet"), 7).bytes());

        erase();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("part-0.parquet", DayFiles.hidden("compact-7.parquet"), DayFiles.NAME);
        }
        for (String name : List.of("part-0.parquet", DayFiles.hidden("compact-7.parquet"))) {
            assertThat(read(Tables.SCORED_TURNS, folder.resolve(name)))
                    .map(LogRows::entry)
                    .contains(log.get(0).withoutContent())
                    .doesNotContain(log.get(0));
        }
    }

    @Test
    void a_skill_in_the_tables_of_a_replay_came_of_a_turn_in_the_live_ones() throws Exception {
        Path replay = home.resolve("replays/other/tables");
        add(Topics.SKILLS, Codecs.SKILLS.encode(skill("of-a-replay", "t1")));
        flush(replay, "part-0.parquet");

        new Erasure(GONE).run(List.of(tables, replay), file -> {});

        assertThat(texts(replay)).doesNotContain("the rule of-a-replay").contains("of-a-replay");
    }

    @Test
    void a_column_that_this_release_does_not_know_stays_as_it_is() throws Exception {
        Path file = folder(Tables.SCORED_TURNS).resolve("part-0.parquet");
        rewrite(file, row -> row.add("of_a_newer_release", row.getString("turn_id", 0)), schema -> {
            schema.add(Types.optional(PrimitiveTypeName.BINARY).named("of_a_newer_release"));
            schema.removeIf(column -> column.getName().equals("temperature"));
        });

        erase();

        assertThat(duckdb("select of_a_newer_release::varchar || ' ' || reply from read_parquet('" + file
                        + "') order by 1"))
                .containsExactly(
                        "t1 (forgotten)",
                        "t2 " + log.get(1).exchange().reply(),
                        "t3 " + log.get(2).exchange().reply(),
                        "t4 (forgotten)",
                        "t5 " + log.get(4).exchange().reply());
    }

    @Test
    void a_file_that_does_not_say_whose_its_rows_are_is_refused() throws Exception {
        Path file = folder(Tables.TURNS).resolve("part-0.parquet");
        rewrite(
                file,
                row -> {},
                schema -> schema.removeIf(column -> column.getName().equals("session_id")));

        assertThatThrownBy(this::erase)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no column session_id");
    }

    @Test
    void two_do_not_rewrite_at_once() throws Exception {
        try (TablesLock unused = TablesLock.take(tables)) {
            assertThatThrownBy(this::erase)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("are being rewritten already");
        }
        assertThat(erase()).isNotEmpty();
    }

    static Stream<Integer> changes() {
        return IntStream.range(0, MOST_CHANGES).boxed();
    }

    @ParameterizedTest(name = "before change {0}")
    @MethodSource("changes")
    void whatever_dies_whenever_every_row_is_there_once_and_the_next_run_goes_on(int change) throws Exception {
        int[] left = {change};
        Consumer<String> dying = what -> {
            assertThat(ids()).as("before: %s", what).containsExactly("t1", "t2", "t3", "t4", "t5");
            if (left[0]-- == 0) {
                throw new Died();
            }
        };
        try {
            new Erasure(GONE, dying).run(List.of(tables), file -> {});
        } catch (Died e) {
            assertThat(ids()).containsExactly("t1", "t2", "t3", "t4", "t5");
        }

        erase();

        assertThat(ids()).containsExactly("t1", "t2", "t3", "t4", "t5");
        assertThat(texts(tables)).doesNotContain(Spoken.secret("t1"), Spoken.secret("t4"));
        assertThat(fileKeys().keySet()).allMatch(file -> file.endsWith("part-0.parquet"));
        if (change == MOST_CHANGES - 1) {
            assertThat(left[0]).as("changes that no test died at").isNotNegative();
        }
    }

    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Map<String, List<TableRow>> written = new TreeMap<>();

    private void add(String topic, byte[] value) throws Exception {
        for (TableRow row : Rows.of(new KafkaRecord("", topic, 0, 0, value))) {
            written.computeIfAbsent(row.table(), unseen -> new ArrayList<>()).add(row);
        }
    }

    private void flush(Path into, String name) throws Exception {
        for (Map.Entry<String, List<TableRow>> table : written.entrySet()) {
            Path folder = Files.createDirectories(into.resolve(table.getKey()).resolve("day=1970-01-01"));
            try (var out = new LocalDataOutputStream(folder.resolve(name).toFile())) {
                var writer = new RowFiles().create(out);
                for (TableRow row : table.getValue()) {
                    writer.addElement(row);
                }
                writer.finish();
            }
        }
        written.clear();
    }

    /** A file of another release. */
    private static void rewrite(Path file, Consumer<Group> row, Consumer<List<Type>> columns) throws IOException {
        List<Type> fields = new ArrayList<>();
        try (var reader = GroupFile.open(file)) {
            fields.addAll(reader.getFileMetaData().getSchema().getFields());
        }
        columns.accept(fields);
        MessageType schema = new MessageType("other", fields);
        Path other = file.resolveSibling("other");
        try (var rows = new GroupFile(file, schema);
                var writer = GroupFile.writer(other, schema, 1 << 20)) {
            for (var each = rows.next(); each.isPresent(); each = rows.next()) {
                row.accept(each.get());
                writer.write(each.get());
            }
        }
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SkillVersion skill(String name, String... turnIds) {
        return new SkillVersion(
                "ada",
                name,
                1,
                SkillStatus.ACTIVE,
                new SkillText("the rule " + name, "correction", "more of it"),
                new SkillOrigin(
                        "e1",
                        1,
                        List.of(turnIds),
                        Arrays.stream(turnIds).map(Spoken::secret).toList()),
                5);
    }

    private List<FileRows> erase() throws IOException {
        List<FileRows> done = new ArrayList<>();
        new Erasure(GONE).run(List.of(tables), done::add);
        return done;
    }

    private Path folder(String table) {
        return tables.resolve(table).resolve("day=1970-01-01");
    }

    private List<Record> rows(String table) throws IOException {
        return read(table, folder(table).resolve("part-0.parquet"));
    }

    private static List<Record> read(String table, Path file) throws IOException {
        List<Record> rows = new ArrayList<>();
        try (var reader = new RowReader(table, new LocalInputFile(file))) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private List<LogEntry> entries() throws IOException {
        return rows(Tables.SCORED_TURNS).stream().map(LogRows::entry).toList();
    }

    private List<String> ids() {
        try {
            return entries().stream()
                    .map(entry -> ((ScoredTurn) entry).turn().turnId())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All rows of all tables, as text. */
    private static String texts(Path directory) throws Exception {
        StringBuilder texts = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                for (String row : duckdb("select to_json(t)::varchar from read_parquet('" + file + "') t")) {
                    texts.append(row).append('\n');
                }
            }
        }
        return texts.toString();
    }

    private static List<String> duckdb(String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (var result = statement.getResultSet()) {
                    while (result.next()) {
                        rows.add(result.getString(1));
                    }
                }
            }
        }
        return rows;
    }

    /** A file that was replaced is another one under its name. */
    private Map<Path, Object> fileKeys() throws IOException {
        Map<Path, Object> keys = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tables)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("_lock"))
                    .toList()) {
                keys.put(file, Files.getAttribute(file, "unix:ino"));
            }
        }
        return keys;
    }
}
