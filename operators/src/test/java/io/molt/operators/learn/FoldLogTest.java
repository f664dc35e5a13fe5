package io.molt.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Topics;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.log.LogEntry;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The seven questions; the rules are in {@link FoldTest}. The fold's state is kept for ever, so it is never empty. */
class FoldLogTest {

    @Test
    void a_restart_between_two_entries_gives_the_batch_of_a_straight_run() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            arrive(before, Turns.scored(1, -1, ""));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0);
                var straight = restored(null, 1, 0)) {
            arrive(after, Turns.scored(2, -1, ""));
            arrive(straight, Turns.scored(1, -1, ""), Turns.scored(2, -1, ""));

            assertThat(after.extractOutputValues())
                    .isEqualTo(straight.extractOutputValues())
                    .hasSize(1);
        }
    }

    @Test
    void a_rollback_before_a_restart_is_in_the_batch_after_it() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            arrive(before, Turns.scored(1, -1, ""), Turns.scored(2, -1, ""));
            arrive(before, FoldTest.control(3, ControlKind.ROLLBACK, Map.of("version", "0")));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            arrive(after, Turns.scored(4, -1, ""), Turns.scored(5, -1, ""));

            assertThat(after.extractOutputValues()).singleElement().satisfies(item -> {
                TrainingBatch batch = Codecs.BATCHES.decode(item.bytes());
                assertThat(batch.rollback()).isEqualTo(new Rollback("c3", 0));
            });
        }
    }

    @Test
    void after_a_rescale_one_of_two_subtasks_goes_on_with_the_log() throws Exception {
        OperatorSubtaskState snapshot;
        try (var one = restored(null, 1, 0)) {
            arrive(one, Turns.scored(1, -1, ""));
            snapshot = one.snapshot(1, 1);
        }

        int batches = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                if (half.numKeyedStateEntries() > 0) {
                    arrive(half, Turns.scored(2, -1, ""));
                    batches += half.extractOutputValues().size();
                }
            }
        }

        assertThat(batches).isEqualTo(1);
    }

    @Test
    void entries_that_come_twice_or_late_change_nothing() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            LogEntry first = Turns.scored(1, -1, "");
            LogEntry second = Turns.scored(2, -1, "");
            arrive(harness, first, first, second, first, second);

            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void entries_out_of_order_and_broken_entries_fail_the_job_since_they_are_no_log() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            assertThatThrownBy(() -> arrive(harness, Turns.scored(2, -1, "")))
                    .hasMessage("the log of a goes on at 2, expected 1");
            assertThatThrownBy(() -> harness.processElement(
                            new StreamRecord<>(new KafkaRecord("a", Topics.SCORED, 3, 9, new byte[] {1}))))
                    .hasMessage("the log is broken at partition 3 offset 9");
        }
    }

    @Test
    void the_end_of_the_input_forms_no_batch() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, Turns.scored(1, -1, ""));

            harness.processWatermark(Watermark.MAX_WATERMARK);

            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, TrainingItem> harness, LogEntry... entries)
            throws Exception {
        for (LogEntry entry : entries) {
            harness.processElement(
                    new StreamRecord<>(new KafkaRecord("a", Topics.SCORED, 0, 0, Codecs.SCORED.encode(entry))));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, TrainingItem> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(
                new FoldLog(FoldTest.settings(Method.BINARY)), KafkaRecord::key, snapshot, subtasks, subtask);
    }
}
