package io.molt.operators.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.learn.Advantages;
import io.molt.operators.learn.BatchRule;
import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Mode;
import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.turn.Sampled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seven questions. The head of a log is kept for ever, since numbers go on; ticks end. */
class SequenceLogTest {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final BatchRule BATCHES = new BatchRule(4, 1, EVERY, Duration.ZERO);

    @Test
    void each_agents_entries_are_numbered_without_gaps_in_the_order_they_come() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a", "b", "a");

            assertThat(entries(harness)).extracting(SequenceLogTest::place).containsExactly("a 1", "b 1", "a 2");
        }
    }

    @Test
    void ticks_follow_the_last_entry_for_as_long_as_a_batch_may_wait_and_then_end() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");

            for (int second = 1; second <= 10; second++) {
                harness.setProcessingTime(second * 1_000L);
            }

            assertThat(ticks(harness)).containsExactly(1_000L, 2_000L, 3_000L);
            assertThat(harness.numProcessingTimeTimers()).isOne();
        }
    }

    @Test
    void a_command_after_the_ticks_have_ended_starts_them_again_within_ten_intervals() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");
            tickUntil(harness, 1, 8);
            control(harness, command("a", "c1", ControlKind.GATE_OPENED));

            tickUntil(harness, 9, 40);

            assertThat(ticks(harness)).containsExactly(1_000L, 2_000L, 3_000L, 13_000L);
        }
    }

    @Test
    void a_turn_after_the_ticks_have_ended_starts_them_at_once_and_the_old_look_does_nothing() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");
            tickUntil(harness, 1, 8);
            arrive(harness, "a");

            tickUntil(harness, 9, 40);

            assertThat(ticks(harness)).containsExactly(1_000L, 2_000L, 3_000L, 9_000L, 10_000L, 11_000L);
        }
    }

    @Test
    void ticks_go_on_for_as_long_as_a_command_lets_turns_wait() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");
            control(harness, new ControlRecord("a", "c1", ControlKind.SET_BATCH, Map.of("maxWait", "PT20S"), 1));

            tickUntil(harness, 1, 60);

            assertThat(ticks(harness)).hasSize(22).endsWith(22_000L);
        }
    }

    @Test
    void ticks_go_on_until_the_longest_backlog_has_come_through_its_step_intervals() throws Exception {
        BatchRule slow = new BatchRule(512, 1, EVERY, Duration.ofSeconds(5));
        try (var harness = restored(slow, null, 1, 0)) {
            arrive(harness, "a");

            tickUntil(harness, 1, 60);

            assertThat(ticks(harness)).hasSize(13).endsWith(13_000L);
        }
    }

    @Test
    void ticks_that_had_not_ended_go_on_after_a_restart_as_if_no_time_had_passed() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            arrive(before, "a");
            tickUntil(before, 1, 1);
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            tickUntil(after, 100, 140);

            assertThat(ticks(after)).containsExactly(100_000L, 101_000L, 102_000L, 103_000L);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void when_ticks_have_ended_no_further_tick_would_form_a_batch(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        BatchRule batches = new BatchRule(
                1 + random.nextInt(64),
                1 + random.nextInt(4),
                Duration.ofSeconds(random.nextInt(20)),
                Duration.ofSeconds(random.nextInt(3)));
        try (var harness = restored(batches, null, 1, 0)) {
            for (int second = 1; second <= 60; second++) {
                harness.setProcessingTime(second * 1_000L);
                for (int turn = random.nextInt(5); turn > 0; turn--) {
                    arrive(harness, "a");
                }
                if (random.nextInt(30) == 0) {
                    Map<String, String> arguments = random.nextBoolean()
                            ? Map.of("maxWait", "PT" + random.nextInt(300) + "S")
                            : Map.of("size", String.valueOf(1 + random.nextInt(64)));
                    control(harness, new ControlRecord("a", "c" + second, ControlKind.SET_BATCH, arguments, second));
                }
            }
            tickUntil(harness, 61, 5_000);

            FoldState state = FoldState.EMPTY;
            for (LogEntry entry : entries(harness)) {
                state = Fold.learn(state, entry, learning(batches)).next();
            }
            Tick late = new Tick(new LogPosition("a", state.lastSeq() + 1, 1_000_000_000));
            assertThat(Fold.learn(state, late, learning(batches)).batches()).isEmpty();
            assertThat(state.batches().formed()).isPositive();
        }
    }

    private static LearnSettings learning(BatchRule batches) {
        return new LearnSettings(
                Mode.RL,
                new StepSettings(Method.BINARY, LossName.PPO, 1, 1e-3, 0, 4, 8),
                Advantages.NONE,
                batches,
                new LearnSettings.Evolution(false, 4),
                LearnSettings.Quality.UNCHECKED,
                2,
                1);
    }

    private static List<Long> ticks(KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> harness)
            throws Exception {
        return entries(harness).stream()
                .filter(Tick.class::isInstance)
                .map(tick -> tick.position().sequencedAtMillis())
                .toList();
    }

    private static void tickUntil(
            KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> harness, int from, int to)
            throws Exception {
        for (int second = from; second <= to; second++) {
            harness.setProcessingTime(second * 1_000L);
        }
    }

    @Test
    void log_time_never_goes_back_even_if_the_clock_does() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = restored(null, 1, 0)) {
            before.setProcessingTime(9_000);
            arrive(before, "a");
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            after.setProcessingTime(4_000);
            arrive(after, "a");

            assertThat(entries(after)).singleElement().satisfies(entry -> {
                assertThat(entry.position().agentSeq()).isEqualTo(2);
                assertThat(entry.position().sequencedAtMillis()).isEqualTo(9_000);
            });
        }
    }

    @Test
    void a_setting_for_all_enters_every_log_and_opens_the_log_of_an_agent_seen_later() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");
            control(harness, command("*", "c1", ControlKind.SET_METHOD));
            control(harness, command("*", "c2", ControlKind.TRAIN_NOW));
            arrive(harness, "b");

            assertThat(entries(harness))
                    .extracting(entry -> place(entry)
                            + (entry instanceof ControlEntry c
                                    ? " " + c.command().commandId()
                                    : ""))
                    .containsExactly("a 1", "a 2 c1", "a 3 c2", "b 1 c1", "b 2");
        }
    }

    @Test
    void wishes_to_forget_and_a_rollback_open_the_log_of_an_agent_whose_first_turn_is_still_on_its_way()
            throws Exception {
        try (var harness = restored(null, 1, 0)) {
            control(harness, command("b", "c1", ControlKind.FORGET));
            control(harness, command("b", "c2", ControlKind.FORGET));
            control(harness, command("b", "c3", ControlKind.ROLLBACK));
            control(harness, command("b", "c4", ControlKind.TRAIN_NOW));
            arrive(harness, "b");

            assertThat(entries(harness))
                    .filteredOn(ControlEntry.class::isInstance)
                    .extracting(entry -> ((ControlEntry) entry).command().commandId())
                    .containsExactly("c1", "c2", "c3");
        }
    }

    @Test
    void a_command_that_comes_twice_counts_once_and_anothers_command_not_at_all() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a");
            control(harness, command("a", "c1", ControlKind.TRAIN_NOW));
            control(harness, command("a", "c1", ControlKind.TRAIN_NOW));
            control(harness, command("b", "c2", ControlKind.TRAIN_NOW));
            harness.processBroadcastElement(
                    new StreamRecord<>(new KafkaRecord("a", Topics.CONTROL, 0, 4, new byte[] {1})));

            assertThat(entries(harness)).extracting(SequenceLogTest::place).containsExactly("a 1", "a 2");
            assertThat(harness.getSideOutput(SequenceLog.REJECTED)).hasSize(1);
        }
    }

    @Test
    void a_turn_that_uncovers_a_bug_is_reported_and_leaves_no_gap() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            PairedTurn good = Turns.paired("a", "t1", "", "thanks");
            PairedTurn broken = new PairedTurn(
                    good.turn(),
                    0,
                    good.exchange(),
                    new Sampled(null, new int[0], new float[0], 1),
                    good.nextState(),
                    "");
            arrive(harness, "a");
            harness.processElement(new StreamRecord<>(new JudgedTurn(broken, Judgement.unscored("SILENCE"))));
            arrive(harness, "a");

            assertThat(entries(harness)).extracting(SequenceLogTest::place).containsExactly("a 1", "a 2");
            assertThat(harness.getSideOutput(SequenceLog.REJECTED))
                    .singleElement()
                    .satisfies(rejected -> {
                        assertThat(rejected.getValue().reason()).isEqualTo("BUG");
                        assertThat(rejected.getValue().detail()).startsWith("sequencing t1: NullPointerException");
                    });
        }
    }

    @Test
    void two_subtasks_go_on_with_the_numbers_of_one() throws Exception {
        List<String> agents = IntStream.range(0, 20).mapToObj(i -> "agent" + i).toList();
        OperatorSubtaskState snapshot;
        try (var one = restored(null, 1, 0)) {
            arrive(one, agents.toArray(String[]::new));
            control(one, command("*", "c1", ControlKind.GATE_OPENED));
            snapshot = one.snapshot(1, 1);
        }

        List<LogEntry> next = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                half.setProcessingTime(1_000);
                next.addAll(entries(half));
            }
        }

        assertThat(next).hasSize(20).allSatisfy(entry -> {
            assertThat(entry).isInstanceOf(Tick.class);
            assertThat(entry.position().agentSeq()).isEqualTo(3);
        });
    }

    @Test
    void the_end_of_the_input_adds_nothing() throws Exception {
        try (var harness = restored(null, 1, 0)) {
            arrive(harness, "a", "a", "a");

            harness.processWatermark(Watermark.MAX_WATERMARK);

            assertThat(entries(harness))
                    .hasOnlyElementsOfType(ScoredTurn.class)
                    .extracting(entry -> entry.position().agentSeq())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 3).boxed().toList());
        }
    }

    private static String place(LogEntry entry) {
        return entry.position().agentId() + " " + entry.position().agentSeq();
    }

    private static ControlRecord command(String agentId, String commandId, ControlKind kind) {
        return new ControlRecord(agentId, commandId, kind, Map.of("method", "opd"), 1);
    }

    private static void arrive(
            KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> harness, String... agents)
            throws Exception {
        for (String agent : agents) {
            harness.processElement(new StreamRecord<>(Turns.judged(agent, "t")));
        }
    }

    private static void control(
            KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> harness, ControlRecord command)
            throws Exception {
        harness.processBroadcastElement(new StreamRecord<>(
                new KafkaRecord(command.agentId(), Topics.CONTROL, 0, 0, Codecs.CONTROL.encode(command))));
    }

    private static List<LogEntry> entries(
            KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> harness) throws Exception {
        List<LogEntry> entries = new ArrayList<>();
        for (Encoded encoded : harness.extractOutputValues()) {
            entries.add(Codecs.SCORED.decode(encoded.value()));
        }
        return entries;
    }

    private static KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return restored(BATCHES, snapshot, subtasks, subtask);
    }

    private static KeyedBroadcastOperatorTestHarness<String, JudgedTurn, KafkaRecord, Encoded> restored(
            BatchRule batches, OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        var harness = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new SequenceLog(EVERY, batches), List.of(SequenceLog.COMMANDS)),
                JudgedTurn::agentId,
                Types.STRING,
                128,
                subtasks,
                subtask);
        Harness.refuseKryo(harness);
        harness.initializeState(snapshot);
        harness.open();
        return harness;
    }
}
