package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Turns;
import io.molt.operators.learn.FoldTest.Run;
import io.molt.schemas.batch.Method;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of everything that can stand in one. */
class FoldRestartTest {

    private static final LearnSettings SETTINGS = new LearnSettings(
            Mode.RL,
            FoldTest.step(Method.COMBINED),
            Advantages.BASELINE,
            new BatchRule(3, 1, Duration.ofSeconds(4), Duration.ofSeconds(1)),
            new LearnSettings.Evolution(true, 3),
            new LearnSettings.Quality(0.3, 0.5),
            2,
            1);

    private final TypeSerializer<FoldState> serializer =
            TypeInformation.of(FoldState.class).createSerializer(new SerializerConfigImpl());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_restarts_and_any_duplicates_give_what_a_straight_run_gives(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<LogEntry> log = log(random, 300);

        Run straight = FoldTest.run(SETTINGS, log.toArray(LogEntry[]::new));
        Run restarted = new Run();
        for (int i = 0; i < log.size(); i++) {
            if (random.nextInt(5) == 0) {
                restarted.state = restored(restarted.state);
            }
            fold(restarted, log.get(i));
            if (random.nextInt(5) == 0) {
                fold(restarted, log.get(random.nextInt(i + 1)));
            }
        }

        assertThat(restarted.batches).isEqualTo(straight.batches).isNotEmpty();
        assertThat(restarted.evolutions).isEqualTo(straight.evolutions);
        assertThat(restarted.unused).isEqualTo(straight.unused);
        assertThat(restarted.ignored).isEqualTo(straight.ignored);
        assertThat(restarted.state).isEqualTo(straight.state);
    }

    private static void fold(Run run, LogEntry entry) {
        Learned learned = Fold.learn(run.state, entry, SETTINGS);
        run.state = learned.next();
        run.batches.addAll(learned.batches());
        run.evolutions.addAll(learned.evolutions());
        run.unused.addAll(learned.unused());
        run.ignored.addAll(learned.ignored());
    }

    private FoldState restored(FoldState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(1_024);
        serializer.serialize(state, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    private static List<LogEntry> log(SplittableRandom random, int entries) {
        List<LogEntry> log = new ArrayList<>();
        for (int seq = 1; seq <= entries; seq++) {
            log.add(random.nextInt(4) == 0 ? command(random, seq) : turn(random, seq));
        }
        return log;
    }

    private static LogEntry turn(SplittableRandom random, int seq) {
        long version = random.nextInt(1 + seq / 4);
        ServedBy servedBy =
                new ServedBy(version == 0 ? ServedBy.BASE : "a@v" + version, true, List.of(), seq / 100, "");
        double reward = random.nextInt(3) - 1;
        ScoredTurn turn = Turns.scored(seq, reward, reward < 0 && random.nextBoolean() ? "Say noon." : "", servedBy);
        return new ScoredTurn(
                turn.position(),
                new TurnRef("a", "s" + random.nextInt(40), "t" + seq),
                0,
                turn.exchange(),
                turn.sampled(),
                turn.nextState(),
                turn.judgement());
    }

    private static LogEntry command(SplittableRandom random, int seq) {
        Map<String, String> nothing = Map.of();
        return switch (random.nextInt(9)) {
            case 0 -> command(seq, ControlKind.TRAIN_NOW, nothing);
            case 1 -> command(seq, ControlKind.ROLLBACK, Map.of("version", String.valueOf(random.nextInt(30))));
            case 2 -> command(seq, ControlKind.FORGET, Map.of("sessionId", "s" + random.nextInt(40)));
            case 3 -> command(seq, ControlKind.FORGET, Map.of("turnId", "t" + random.nextInt(1, seq + 1)));
            case 4 -> command(seq, ControlKind.SET_MODE, Map.of("mode", random.nextBoolean() ? "auto" : "rl"));
            case 5 -> command(seq, ControlKind.SET_METHOD, Map.of("method", random.nextBoolean() ? "opd" : "binary"));
            case 6 -> command(seq, ControlKind.SET_BATCH, Map.of("size", String.valueOf(random.nextInt(1, 6))));
            case 7 -> command(seq, random.nextBoolean() ? ControlKind.GATE_OPENED : ControlKind.GATE_CLOSED, nothing);
            default -> FoldTest.tick(seq);
        };
    }

    private static LogEntry command(int seq, ControlKind kind, Map<String, String> arguments) {
        return new ControlEntry(
                new LogPosition("a", seq, seq * 1_000L), new ControlRecord("a", "c" + seq, kind, arguments, seq));
    }
}
