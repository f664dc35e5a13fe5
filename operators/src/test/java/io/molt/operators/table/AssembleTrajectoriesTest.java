package io.molt.operators.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.table.TrajectoryRow;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The seven questions. The log has no duplicates by then: its topic is transactional and keyed. Its order is that of
 * numbering, which is not that of the session.
 */
class AssembleTrajectoriesTest {

    private static final long HOUR_MILLIS = 3_600_000;

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

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void the_order_in_which_turns_are_numbered_does_not_matter(long seed) throws Exception {
        List<Said> session = new ArrayList<>(List.of(
                new Said("a1", "a2", 0, 10, 0, "", NextStateKind.USER_REPLY),
                new Said("a2", "a3", 0, 20, 1, "", NextStateKind.TOOL_RESULT),
                new Said("a3", "", 0, 30, 2, "FAILED_TURN", NextStateKind.UNKNOWN),
                new Said("a4", "a5", 0, 40, 2, "", NextStateKind.USER_REPLY), // a3 once more
                new Said("a5", "", 0, 35, 3, "SILENCE", NextStateKind.SILENCE), // another proxy, whose clock is behind
                new Said("a5", "b1", 1, 35, 3, "", NextStateKind.USER_REPLY),
                new Said("b1", "", 0, 50, 4, "RETRIED", NextStateKind.UNKNOWN),
                new Said("b2", "b3", 0, 55, 4, "", NextStateKind.USER_REPLY), // b1 once more
                new Said("b3", "c1", 0, 60, 5, "COMPACTED", NextStateKind.UNKNOWN),
                new Said("c1", "c2", 0, 70, 1, "", NextStateKind.USER_REPLY),
                new Said("c2", "", 0, 80, 2, "SILENCE", NextStateKind.SILENCE)));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = session.size() - 1; i > 0; i--) {
            Collections.swap(session, i, random.nextInt(i + 1));
        }

        try (var harness = fresh()) {
            for (int i = 0; i < session.size(); i++) {
                arrive(harness, session.get(i).numbered(i + 1));
            }

            assertThat(rows(harness))
                    .extracting(TrajectoryRow::turnIds)
                    .containsExactlyInAnyOrder(
                            List.of("a1", "a2", "a3", "a4", "a5"), List.of("b2", "b3"), List.of("c1", "c2"));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void a_segment_whose_beginning_never_comes_is_closed_as_it_is_an_hour_later() throws Exception {
        try (var harness = fresh()) {
            harness.setProcessingTime(1_000);
            arrive(harness, new Said("t2", "", 0, 20, 1, "SILENCE", NextStateKind.SILENCE).numbered(1));
            harness.setProcessingTime(1_000 + HOUR_MILLIS);
            assertThat(rows(harness)).isEmpty();

            harness.setProcessingTime(1_001 + HOUR_MILLIS);

            assertThat(rows(harness)).extracting(TrajectoryRow::turnIds).containsExactly(List.of("t2"));
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void what_was_due_while_nothing_ran_waits_for_turns_that_came_meanwhile() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = fresh()) {
            before.setProcessingTime(1_000);
            arrive(before, new Said("t2", "", 0, 20, 1, "SILENCE", NextStateKind.SILENCE).numbered(1));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            after.setProcessingTime(3 * HOUR_MILLIS);
            assertThat(rows(after)).isEmpty();
            arrive(after, new Said("t1", "t2", 0, 10, 0, "", NextStateKind.USER_REPLY).numbered(2));

            assertThat(rows(after)).extracting(TrajectoryRow::turnIds).containsExactly(List.of("t1", "t2"));
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

    /** One entry's worth of a session: what {@link Turns#scored} does not say. */
    private record Said(
            String turnId,
            String nextTurnId,
            int revision,
            long requestedAtMillis,
            int replies,
            String unscored,
            NextStateKind followedBy) {

        ScoredTurn numbered(long seq) {
            ScoredTurn any = Turns.scored(seq, 0, "");
            List<ChatMessage> messages = new ArrayList<>();
            for (int i = 0; i < replies; i++) {
                messages.add(new ChatMessage("assistant", "reply " + i));
            }
            return new ScoredTurn(
                    any.position(),
                    new TurnRef("a", "s", turnId),
                    revision,
                    new Exchange(TurnKind.MAIN, new Timing(requestedAtMillis, 0, 0), Turns.BASE, messages, ""),
                    any.sampled(),
                    new NextState(followedBy, nextTurnId, "", 5),
                    Judgement.unscored(unscored));
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
