package io.molt.operators.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.judge.Majority;
import io.molt.operators.judge.RulesJudge;
import io.molt.operators.lora.Batches;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.log.Vote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeAgainTest {

    private static final int CAPACITY = 16;
    private static final List<Vote> PRAISE = List.of(new Vote(true, 1, "", "by the judge of then"));

    @TempDir
    private Path directory;

    @Test
    void a_turn_has_the_votes_of_the_judge_of_now_at_its_place_of_then() throws Exception {
        ScoredTurn then = turn(7, "no, that is wrong", Majority.of(PRAISE, "then", "seen then"));

        ScoredTurn now = (ScoredTurn) judged(everything(), then).get(0);

        assertThat(now.position()).isEqualTo(then.position());
        assertThat(now.judgement().reward()).isEqualTo(-1);
        assertThat(now.judgement().judge()).isEqualTo("rules-1-strict");
        assertThat(now.judgement().votes()).hasSize(1);
        assertThat(now.exchange()).isEqualTo(then.exchange());
    }

    @Test
    void a_turn_that_was_forgotten_cannot_be_judged_again() throws Exception {
        ScoredTurn then =
                turn(7, "no", Majority.of(PRAISE, "then", "seen then")).withoutContent();

        ScoredTurn now = (ScoredTurn) judged(everything(), then).get(0);

        assertThat(now.judgement()).isEqualTo(Judgement.unscored("FORGOTTEN"));
        assertThat(now.position()).isEqualTo(then.position());
    }

    @Test
    void what_an_outcome_had_added_is_added_again() throws Exception {
        ScoredTurn then = turn(1, "no, that is wrong", new Judgement("", 1.5, "", PRAISE, "then", ""));

        ScoredTurn now = (ScoredTurn) judged(everything(), then).get(0);

        assertThat(now.judgement().reward()).isEqualTo(-0.5);
    }

    @Test
    void turns_that_only_the_judge_of_then_failed_are_judged_and_those_that_nobody_was_asked_about_are_not()
            throws Exception {
        ScoredTurn down = turn(1, "thanks", new Judgement("JUDGE_DOWN", 0, "", List.of(), "then", ""));
        ScoredTurn silence = turn(2, "", Judgement.unscored("SILENCE"));
        ScoredTurn byOutcome = turn(3, "", new Judgement("", 0.5, "", List.of(), "outcome", ""));
        Tick tick = new Tick(new LogPosition("a", 4, 4_000));

        List<LogEntry> now = judged(everything(), down, silence, byOutcome, tick);

        assertThat(((ScoredTurn) now.get(0)).judgement().reward()).isEqualTo(1);
        assertThat(now.subList(1, 4)).containsExactly(silence, byOutcome, tick);
    }

    @Test
    void turns_that_are_left_out_or_come_after_the_window_are_not_asked_about() throws Exception {
        ScoredTurn out = turn(1, "no, that is wrong", Majority.of(PRAISE, "then", ""));
        ScoredTurn later = turn(2, "no, that is wrong", Majority.of(PRAISE, "then", ""));

        assertThat(judged(new ReplayScope(0, 1_500, Set.of("t1"), ReplayScope.AS_IT_WAS), out, later))
                .containsExactly(out, later);
    }

    @Test
    void one_agent_may_have_all_of_the_judge() throws Exception {
        List<ScoredTurn> log = new ArrayList<>();
        for (int i = 1; i <= 4 * CAPACITY; i++) {
            log.add(turn(i, "thanks", Majority.of(PRAISE, "then", "")));
        }

        assertThat(judged(everything(), log.toArray(LogEntry[]::new)))
                .hasSize(log.size())
                .allSatisfy(entry ->
                        assertThat(((ScoredTurn) entry).judgement().unscored()).isEmpty());
    }

    private List<LogEntry> judged(ReplayScope scope, LogEntry... log) throws Exception {
        var again = new JudgeAgain(
                () -> new RulesJudge(true), CAPACITY, new Batches.Local(directory.toString(), false), scope);
        var factory = new AsyncWaitOperatorFactory<>(again, 1_000, CAPACITY, AsyncDataStream.OutputMode.UNORDERED);
        var type = TypeInformation.of(KafkaRecord.class);
        try (var harness = new OneInputStreamOperatorTestHarness<KafkaRecord, KafkaRecord>(
                factory, type.createSerializer(new SerializerConfigImpl()))) {
            Harness.refuseKryo(harness);
            harness.setup(type.createSerializer(new SerializerConfigImpl()));
            harness.open();
            for (LogEntry entry : log) {
                harness.processElement(new StreamRecord<>(new KafkaRecord(
                        "a", Topics.SCORED, 0, entry.position().agentSeq(), Codecs.SCORED.encode(entry))));
            }
            harness.endInput();
            List<LogEntry> entries = new ArrayList<>();
            for (KafkaRecord record : harness.extractOutputValues()) {
                entries.add(decoded(record));
            }
            return entries;
        }
    }

    private static LogEntry decoded(KafkaRecord record) throws UnreadableRecord {
        return Codecs.SCORED.decode(record.value());
    }

    private static ReplayScope everything() {
        return new ReplayScope(0, Long.MAX_VALUE, Set.of(), ReplayScope.AS_IT_WAS);
    }

    private static ScoredTurn turn(long seq, String followed, Judgement judgement) {
        ScoredTurn turn = Turns.scored(seq, 1, "");
        NextStateKind kind = followed.isEmpty() ? NextStateKind.SILENCE : NextStateKind.USER_REPLY;
        return new ScoredTurn(
                turn.position(),
                turn.turn(),
                0,
                turn.exchange(),
                turn.sampled(),
                new NextState(kind, "", followed, 5),
                judgement);
    }
}
