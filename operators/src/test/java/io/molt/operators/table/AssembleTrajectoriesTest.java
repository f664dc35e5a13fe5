package io.molt.operators.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.table.TrajectoryRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The seven questions. The log is in order and has no duplicates by then: its topic is transactional and keyed. */
class AssembleTrajectoriesTest {

    @Test
    void a_segment_leaves_whole_when_nothing_follows_its_last_turn() throws Exception {
        try (var harness = fresh()) {
            arrive(harness, turn(1, NextStateKind.USER_REPLY), turn(2, NextStateKind.TOOL_RESULT));
            assertThat(harness.extractOutputValues()).isEmpty();

            arrive(harness, turn(3, NextStateKind.SILENCE));

            assertThat(rows(harness))
                    .containsExactly(new TrajectoryRow(
                            "a",
                            "s",
                            1,
                            3_000,
                            List.of("t1", "t2", "t3"),
                            List.of(1.0, 1.0, 1.0),
                            List.of("base", "base", "base")));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void ticks_revisions_and_other_topics_are_no_turns() throws Exception {
        try (var harness = fresh()) {
            ScoredTurn late = turn(3, NextStateKind.USER_REPLY);
            arrive(
                    harness,
                    turn(1, NextStateKind.USER_REPLY),
                    new Tick(new LogPosition("a", 2, 2_000)),
                    new ScoredTurn(
                            late.position(),
                            late.turn(),
                            1,
                            late.exchange(),
                            late.sampled(),
                            late.nextState(),
                            late.judgement()),
                    turn(4, NextStateKind.SILENCE));

            assertThat(rows(harness)).extracting(TrajectoryRow::turnIds).containsExactly(List.of("t1", "t4"));
            assertThat(AssembleTrajectories.concerns(new KafkaRecord("a", Topics.TURNS, 0, 1, new byte[] {1})))
                    .isFalse();
        }
    }

    @Test
    void a_restart_between_two_turns_loses_nothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = fresh()) {
            arrive(before, turn(1, NextStateKind.USER_REPLY));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            arrive(after, turn(2, NextStateKind.SILENCE));

            assertThat(rows(after)).extracting(TrajectoryRow::turnIds).containsExactly(List.of("t1", "t2"));
        }
    }

    @Test
    void one_of_two_subtasks_finishes_what_one_began() throws Exception {
        OperatorSubtaskState snapshot;
        try (var one = fresh()) {
            arrive(one, turn(1, NextStateKind.USER_REPLY));
            snapshot = one.snapshot(1, 1);
        }

        List<Integer> open = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                open.add(half.numKeyedStateEntries());
            }
        }

        assertThat(open).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void a_segment_without_end_is_closed_at_its_longest_and_the_end_of_the_input_closes_none() throws Exception {
        try (var harness = fresh()) {
            for (int i = 1; i <= OpenSegment.LONGEST + 1; i++) {
                arrive(harness, turn(i, NextStateKind.USER_REPLY));
            }
            harness.endInput();

            assertThat(rows(harness)).singleElement().satisfies(row -> assertThat(row.turnIds())
                    .hasSize(OpenSegment.LONGEST));
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        }
    }

    private static ScoredTurn turn(long seq, NextStateKind followedBy) {
        ScoredTurn turn = Turns.scored(seq, 1, "");
        return new ScoredTurn(
                turn.position(),
                turn.turn(),
                0,
                turn.exchange(),
                turn.sampled(),
                new NextState(followedBy, "", "", 5),
                turn.judgement());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, TableRow> fresh() throws Exception {
        return restored(null, 1, 0);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, TableRow> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(new AssembleTrajectories(), KafkaRecord::key, snapshot, subtasks, subtask);
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, ?> harness, LogEntry... entries)
            throws Exception {
        for (LogEntry entry : entries) {
            harness.processElement(
                    new KafkaRecord("a", Topics.SCORED, 0, entry.position().agentSeq(), Codecs.SCORED.encode(entry)),
                    0);
        }
    }

    private static List<TrajectoryRow> rows(KeyedOneInputStreamOperatorTestHarness<?, ?, TableRow> harness)
            throws Exception {
        List<TrajectoryRow> rows = new ArrayList<>();
        for (TableRow row : harness.extractOutputValues()) {
            rows.add((TrajectoryRow) Rows.codec(row.table()).decode(row.row()));
        }
        return rows;
    }
}
