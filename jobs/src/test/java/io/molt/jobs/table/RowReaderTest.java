package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.table.LogRows;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.log.Vote;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void the_log_comes_out_of_its_tables_as_it_went_in(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        List<LogEntry> turns = IntStream.rangeClosed(1, 50)
                .mapToObj(seq -> (LogEntry) turn(seq, random))
                .toList();
        List<LogEntry> control = List.of(
                new Tick(new LogPosition("ada", 51, 51_000)),
                new ControlEntry(
                        new LogPosition("ada", 52, 52_000),
                        new ControlRecord("*", "c1", ControlKind.SET_BATCH, Map.of("size", "4"), 7)));

        assertThat(read(write(Tables.SCORED_TURNS, turns), Tables.SCORED_TURNS)).isEqualTo(turns);
        assertThat(read(write(Tables.CONTROL, control), Tables.CONTROL)).isEqualTo(control);
    }

    @Test
    void a_column_that_an_older_file_has_not_is_read_as_absent() throws Exception {
        Path older = directory.resolve("older.parquet");
        Path file = write(Tables.SCORED_TURNS, List.of(turn(1, new SplittableRandom(5))));
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement()) {
            statement.execute("copy (select * exclude (votes, hint), 1 as of_a_newer_release from read_parquet('" + file
                    + "')) to '" + older + "' (format parquet, compression zstd)");
        }

        assertThat(read(older, Tables.SCORED_TURNS)).singleElement().isInstanceOfSatisfying(ScoredTurn.class, turn -> {
            assertThat(turn.judgement().votes()).isEmpty();
            assertThat(turn.judgement().hint()).isEmpty();
            assertThat(turn.turn().turnId()).isEqualTo("t1");
        });
    }

    @Test
    void a_file_that_was_cut_is_refused() throws Exception {
        Path file = write(Tables.CONTROL, List.of(new Tick(new LogPosition("ada", 1, 1))));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 9);
        }

        assertThatThrownBy(() -> read(file, Tables.CONTROL)).hasMessageContaining("is not a Parquet file");
    }

    private Path write(String table, List<LogEntry> entries) throws Exception {
        Path file = directory.resolve(table + ".parquet");
        try (var out = new LocalDataOutputStream(file.toFile())) {
            var writer = new RowFiles().create(out);
            for (LogEntry entry : entries) {
                for (TableRow row : Rows.of(new KafkaRecord("ada", Topics.SCORED, 0, 1, Codecs.SCORED.encode(entry)))) {
                    if (row.table().equals(table)) {
                        writer.addElement(row);
                    }
                }
            }
            writer.finish();
        }
        return file;
    }

    private static List<LogEntry> read(Path file, String table) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try (var reader = new RowReader(table, new LocalInputFile(file))) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                entries.add(LogRows.entry(row.get()));
            }
            assertThat(reader.size()).isEqualTo(entries.size());
        }
        return entries;
    }

    private static ScoredTurn turn(long seq, SplittableRandom random) {
        int tokens = random.nextInt(300);
        float[] logProbs = new float[tokens];
        for (int i = 0; i < tokens; i++) {
            logProbs[i] = -(float) random.nextDouble();
        }
        boolean scored = random.nextBoolean();
        return new ScoredTurn(
                new LogPosition("ada", seq, seq * 1_000),
                new TurnRef("ada", "s" + random.nextInt(3), "t" + seq),
                random.nextInt(2),
                new Exchange(
                        random.nextBoolean() ? TurnKind.MAIN : TurnKind.SIDE,
                        new Timing(1, 2, 3),
                        new ServedBy("ada@v3", true, List.of("dates@v1"), 2, "Rules:\n- Write dates first."),
                        List.of(new ChatMessage("system", ""), new ChatMessage("user", "when ü " + random.nextInt())),
                        "noon"),
                new Sampled(
                        random.ints(random.nextInt(300)).toArray(),
                        random.ints(tokens).toArray(),
                        logProbs,
                        0.7),
                new NextState(random.nextBoolean() ? NextStateKind.USER_REPLY : NextStateKind.UNKNOWN, "next", "so", 5),
                scored
                        ? new Judgement(
                                "",
                                random.nextInt(-2, 3) / 2.0,
                                "",
                                List.of(new Vote(true, 1, "h", "praise"), new Vote(false, 0, "", "")),
                                "rules-1",
                                "## Request")
                        : Judgement.unscored("SILENCE"));
    }
}
