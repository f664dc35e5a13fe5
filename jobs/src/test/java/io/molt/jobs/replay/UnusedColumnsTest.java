package io.molt.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.table.RowFiles;
import io.molt.jobs.table.RowReader;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.Learned;
import io.molt.operators.replay.ReplayScope;
import io.molt.operators.table.LogRows;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.batch.TrainingBatch;
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
import io.molt.schemas.log.Vote;
import io.molt.schemas.table.Tables;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusedColumnsTest {

    private static final Set<String> OF_JUDGES = Set.of("judge_input", "votes", "next_text");
    private static final int TURNS = 200;

    @TempDir
    private Path directory;

    @Test
    void messages_and_tokens_are_read_where_something_may_be_learned_from_them() {
        Map<String, String> off = Map.of("method", "none", "skills", "false");

        assertThat(unused(Map.of(), off, Long.MIN_VALUE))
                .containsAll(OF_JUDGES)
                .contains("messages", "prompt_token_ids", "reply_token_ids", "log_probs");
        assertThat(unused(Map.of(), Map.of("mode", "skills_only"), Long.MIN_VALUE))
                .contains("prompt_token_ids")
                .doesNotContain("messages");
        assertThat(unused(Map.of(), Map.of("skills", "false"), Long.MIN_VALUE)).isEqualTo(OF_JUDGES);
        assertThat(unused(Map.of(), off, 7))
                .as("what is before the window is learned as it was")
                .isEqualTo(OF_JUDGES);
        assertThat(unused(Map.of("learn.method", "none", "skills.enabled", "false"), Map.of(), Long.MIN_VALUE))
                .as("a command of the log may turn training on")
                .isEqualTo(OF_JUDGES);
        assertThat(unused(Map.of(), Map.of("method", "none", "judge", "rules"), Long.MIN_VALUE))
                .as("turns that are judged again are written whole")
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void what_is_not_read_changes_nothing_that_is_learned(long seed) throws Exception {
        List<LogEntry> log = log(new SplittableRandom(seed));
        Path file = write(log);

        for (String method : List.of("none", "binary", "opd")) {
            for (String mode : List.of("rl", "skills_only")) {
                for (String skills : List.of("true", "false")) {
                    Map<String, String> changed = Map.of("method", method, "mode", mode, "skills", skills, "N", "4");
                    ReplayConfig config = config(Map.of(), changed, Long.MIN_VALUE);
                    List<LogEntry> read = read(log, file, unused(Map.of(), changed, Long.MIN_VALUE));

                    Outcome whole = fold(log, config);

                    assertThat(fold(read, config)).as("%s", changed).isEqualTo(whole);
                    assertThat(whole.batches().isEmpty())
                            .isEqualTo(method.equals("none") || mode.equals("skills_only"));
                    assertThat(whole.evolutions().isEmpty()).isEqualTo(skills.equals("false"));
                }
            }
        }
    }

    private record Outcome(List<TrainingBatch> batches, List<EvolutionRequest> evolutions) {}

    private static Outcome fold(List<LogEntry> log, ReplayConfig config) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        FoldState state = FoldState.EMPTY;
        for (LogEntry entry : log) {
            Learned learned = Fold.learn(state, entry, config.fold().changed());
            outcome.batches().addAll(learned.batches());
            outcome.evolutions().addAll(learned.evolutions());
            state = learned.next();
        }
        return outcome;
    }

    private static Set<String> unused(Map<String, String> recorded, Map<String, String> typed, long fromMillis) {
        ReplayConfig config = config(recorded, typed, fromMillis);
        return UnusedColumns.of(config.fold(), config.scope(), config.judging().isPresent());
    }

    private static ReplayConfig config(Map<String, String> recorded, Map<String, String> typed, long fromMillis) {
        Map<String, String> all = new HashMap<>(recorded);
        all.put("kafka.brokers", "127.0.0.1:9092");
        return ReplayConfig.of(new ReplayRequest(
                all,
                ReplayNames.full(typed),
                new ReplayScope(fromMillis, Long.MAX_VALUE, Set.of(), ReplayScope.AS_IT_WAS),
                Optional.empty(),
                "r"));
    }

    /** Turns of every kind, with commands among them that change nothing that a replay was told. */
    private static List<LogEntry> log(SplittableRandom random) {
        List<LogEntry> log = new ArrayList<>();
        for (long seq = 1; seq <= TURNS; seq++) {
            LogPosition at = new LogPosition("ada", seq, seq * 1_000);
            if (seq % 20 == 0) {
                log.add(new ControlEntry(at, new ControlRecord("ada", "c" + seq, ControlKind.TRAIN_NOW, Map.of(), 1)));
            } else {
                log.add(turn(at, random));
            }
        }
        return log;
    }

    private static ScoredTurn turn(LogPosition at, SplittableRandom random) {
        boolean failed = random.nextBoolean();
        String hint = failed && random.nextBoolean() ? "Use the full date." : "";
        String turnId = "t" + at.agentSeq();
        int tokens = random.nextInt(3);
        return new ScoredTurn(
                at,
                new TurnRef("ada", "s" + at.agentSeq(), turnId),
                random.nextInt(5) == 0 ? 1 : 0,
                new Exchange(
                        random.nextInt(5) == 0 ? TurnKind.SIDE : TurnKind.MAIN,
                        new Timing(1, 2, 3),
                        new ServedBy("ada@v" + random.nextInt(1, 3), true, List.of("dates@v1"), 0, "Rules:"),
                        List.of(new ChatMessage("user", "when " + random.nextInt())),
                        "noon"),
                new Sampled(new int[] {1, 2}, new int[tokens], new float[tokens], 0.7),
                new NextState(NextStateKind.USER_REPLY, "next", "so", 5),
                random.nextInt(5) == 0
                        ? Judgement.unscored("SILENCE")
                        : new Judgement(
                                "", failed ? -1 : 1, hint, List.of(new Vote(true, 1, hint, "v")), "rules-1", "in"));
    }

    private Path write(List<LogEntry> log) throws Exception {
        Path file = directory.resolve("turns.parquet");
        try (var out = new LocalDataOutputStream(file.toFile())) {
            var writer = new RowFiles().create(out);
            for (LogEntry entry : log) {
                for (TableRow row : Rows.of(new KafkaRecord("ada", Topics.SCORED, 0, 1, Codecs.SCORED.encode(entry)))) {
                    if (row.table().equals(Tables.SCORED_TURNS)) {
                        writer.addElement(row);
                    }
                }
            }
            writer.finish();
        }
        return file;
    }

    /** The log with its turns as they are read from a file. */
    private static List<LogEntry> read(List<LogEntry> log, Path file, Set<String> unread) throws Exception {
        List<LogEntry> turns = new ArrayList<>();
        try (var reader = new RowReader(Tables.SCORED_TURNS, new LocalInputFile(file), unread)) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                turns.add(LogRows.entry(row.get()));
            }
        }
        Iterator<LogEntry> next = turns.iterator();
        return log.stream()
                .map(entry -> entry instanceof ScoredTurn ? next.next() : entry)
                .toList();
    }
}
