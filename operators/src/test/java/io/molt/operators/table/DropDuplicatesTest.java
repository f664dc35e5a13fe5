package io.molt.operators.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The seven questions; rows have no order and no time, so late and out of order are the same as any other. */
class DropDuplicatesTest {

    private static final Duration MEMORY = Duration.ofDays(8);

    @Test
    void a_row_that_comes_twice_or_out_of_order_leaves_once() throws Exception {
        try (var harness = fresh()) {
            arrive(harness, "b", "a", "b", "a", "c");

            assertThat(harness.extractOutputValues())
                    .extracting(TableRow::eventId)
                    .containsExactly("b", "a", "c");
        }
    }

    @Test
    void a_row_repeated_after_a_restart_is_still_dropped() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = fresh()) {
            arrive(before, "a");
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            arrive(after, "a", "b");

            assertThat(after.extractOutputValues())
                    .extracting(TableRow::eventId)
                    .containsExactly("b");
        }
    }

    @Test
    void two_subtasks_remember_between_them_what_one_had_seen() throws Exception {
        List<String> events = IntStream.range(0, 20).mapToObj(i -> "e" + i).toList();
        OperatorSubtaskState snapshot;
        try (var one = fresh()) {
            arrive(one, events.toArray(String[]::new));
            snapshot = one.snapshot(1, 1);
        }

        List<Integer> remembered = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                remembered.add(half.numKeyedStateEntries());
            }
        }

        assertThat(remembered).doesNotContain(0);
        assertThat(remembered.get(0) + remembered.get(1)).isEqualTo(20);
    }

    @Test
    void the_memory_of_an_event_ends_and_the_end_of_the_input_adds_nothing() throws Exception {
        try (var harness = fresh()) {
            harness.setStateTtlProcessingTime(0);
            arrive(harness, "a");
            harness.setStateTtlProcessingTime(MEMORY.toMillis() + 1);
            arrive(harness, "a");
            harness.endInput();

            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, TableRow, TableRow> fresh() throws Exception {
        return restored(null, 1, 0);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, TableRow, TableRow> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(new DropDuplicates(MEMORY), TableRow::eventId, snapshot, subtasks, subtask);
    }

    private static void arrive(KeyedOneInputStreamOperatorTestHarness<String, TableRow, ?> harness, String... events)
            throws Exception {
        for (String event : events) {
            harness.processElement(new TableRow(event, "turns", "2026-11-21", new byte[] {1}), 0);
        }
    }
}
