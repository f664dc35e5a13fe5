package io.molt.operators.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What an outcome does to rewards, and the seven questions. */
class AwaitOutcomeTest {

    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final Duration KEEP = Duration.ofDays(7);

    @Test
    void without_a_wait_turns_go_on_at_once_and_a_later_outcome_is_a_light_revision() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            outcome(harness, "o1", 0.5, 10);

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t1 1 1.5");
            PairedTurn light = harness.extractOutputValues().get(1).paired();
            assertThat(light.exchange().messages()).isEmpty();
            assertThat(light.exchange().reply()).isEmpty();
            assertThat(light.sampled()).isEqualTo(Sampled.UNKNOWN);
        }
    }

    @Test
    void an_outcome_that_comes_before_its_turns_waits_for_them() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            outcome(harness, "o1", -1, 10);
            turn(harness, scored("t1", 0));

            assertThat(shown(harness)).containsExactly("t1 0 0.0");
        }
    }

    @Test
    void with_a_wait_a_turn_is_held_until_the_outcome_and_silence_is_scored_by_it_alone() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            turn(harness, silent("t2"));
            assertThat(harness.extractOutputValues()).isEmpty();

            outcome(harness, "o1", -1, 10);

            assertThat(shown(harness)).containsExactly("t1 0 0.0", "t2 0 -1.0");
            assertThat(harness.extractOutputValues().get(1).paired().sampled()).isEqualTo(Turns.TOKENS);
        }
    }

    @Test
    void when_the_wait_is_over_turns_go_on_as_they_were_judged() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            turn(harness, silent("t2"));

            harness.setProcessingTime(WAIT.toMillis());

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t2 0 SILENCE");
            assertThat(harness.extractOutputValues().get(1).paired().sampled()).isEqualTo(Sampled.UNKNOWN);
        }
    }

    @Test
    void turns_that_will_not_be_scored_are_not_held() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            turn(harness, new JudgedTurn(Turns.paired("a", "t1", "RETRIED", ""), Judgement.unscored("RETRIED")));

            assertThat(shown(harness)).containsExactly("t1 0 RETRIED");
        }
    }

    @Test
    void the_same_outcome_twice_counts_once_and_an_older_one_does_not_replace_a_newer_one() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            outcome(harness, "o2", 1, 20);
            outcome(harness, "o2", 1, 20);
            outcome(harness, "o1", -1, 10);

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t1 1 2.0");
        }
    }

    @Test
    void revisions_of_pairing_and_of_outcomes_never_have_the_same_number() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            outcome(harness, "o1", 1, 10);
            turn(harness, scored("t1", 1));
            outcome(harness, "o2", -1, 20);

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t1 1 2.0", "t1 2 2.0", "t1 3 0.0");
        }
    }

    @Test
    void only_the_newest_turns_are_revised() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            for (int i = 0; i < SessionOutcome.MAX_PASSED + 4; i++) {
                turn(harness, scored("t" + i, 0));
            }
            outcome(harness, "o1", 1, 10);

            assertThat(shown(harness))
                    .hasSize(2 * SessionOutcome.MAX_PASSED + 4)
                    .endsWith("t19 1 2.0");
            assertThat(shown(harness)).contains("t4 1 2.0").doesNotContain("t3 1 2.0");
        }
    }

    @Test
    void held_turns_survive_a_restart_and_two_subtasks_release_what_one_held() throws Exception {
        List<String> sessions = IntStream.range(0, 20).mapToObj(i -> "t" + i).toList();
        OperatorSubtaskState snapshot;
        try (var one = open(WAIT, null, 1, 0)) {
            for (String session : sessions) {
                turn(one, new JudgedTurn(Turns.paired("agent-" + session, session, "", "thanks"), judgement()));
            }
            snapshot = one.snapshot(1, 1);
        }

        List<String> released = new java.util.ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = open(WAIT, Harness.half(snapshot, subtask), 2, subtask)) {
                half.setProcessingTime(WAIT.toMillis());
                assertThat(half.extractOutputValues()).isEmpty();
                half.setProcessingTime(2 * WAIT.toMillis());
                half.extractOutputValues()
                        .forEach(turn -> released.add(turn.paired().turn().turnId()));
            }
        }

        assertThat(released).containsExactlyInAnyOrderElementsOf(sessions);
    }

    @Test
    void an_outcome_that_came_while_nothing_ran_is_read_before_the_wait_ends() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = open(WAIT, null, 1, 0)) {
            turn(before, scored("t1", 0));
            turn(before, silent("t2"));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = open(WAIT, snapshot, 1, 0)) {
            after.setProcessingTime(10 * WAIT.toMillis());
            assertThat(after.extractOutputValues()).isEmpty();

            outcome(after, "o1", -1, 10);

            assertThat(shown(after)).containsExactly("t1 0 0.0", "t2 0 -1.0");
        }
    }

    @Test
    void outcomes_whose_ids_have_the_same_32_bits_both_count() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
            turn(harness, scored("t1", 0));

            outcome(harness, "Aa", -1, 10);
            outcome(harness, "BB", 1, 20);

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t1 1 0.0", "t1 2 2.0");
        }
    }

    @Test
    void a_turn_on_which_the_rules_break_goes_on_unscored_under_its_next_revision_and_is_reported() throws Exception {
        try (var harness = open(Duration.ZERO, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            outcome(harness, "o1", 1, 10);
            JudgedTurn again = scored("t1", 1);
            turn(harness, new JudgedTurn(again.paired(), new Judgement("", 2, "", List.of(), "test", "input")));
            turn(harness, scored("t2", 0));

            assertThat(shown(harness)).containsExactly("t1 0 1.0", "t1 1 2.0", "t1 2 BUG", "t2 0 2.0");
            assertThat(harness.extractOutputValues().get(2).paired().sampled()).isEqualTo(Sampled.UNKNOWN);
            assertThat(harness.getSideOutput(AwaitOutcome.REJECTED))
                    .singleElement()
                    .satisfies(rejected -> {
                        assertThat(rejected.getValue().reason()).isEqualTo("BUG");
                        assertThat(rejected.getValue().detail()).startsWith("outcomes t1: IllegalArgumentException");
                    });
        }
    }

    @Test
    void the_end_of_the_input_releases_nothing_since_it_is_no_outcome() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            turn(harness, scored("t1", 0));

            harness.processWatermark1(Watermark.MAX_WATERMARK);
            harness.processWatermark2(Watermark.MAX_WATERMARK);

            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void a_session_without_news_leaves_no_state_behind() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            turn(harness, scored("t1", 0));
            outcome(harness, "o1", 1, 10);

            harness.setProcessingTime(WAIT.toMillis());
            harness.setProcessingTime(KEEP.toMillis());

            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void a_turn_that_broke_the_judge_goes_on_unscored_and_is_reported() throws Exception {
        try (var harness = open(WAIT, null, 1, 0)) {
            PairedTurn paired = Turns.paired("a", "t1", "", "thanks");
            turn(harness, new JudgedTurn(paired, Judgement.unscored("BUG"), "judging t1: NullPointerException"));

            assertThat(shown(harness)).containsExactly("t1 0 BUG");
            assertThat(harness.getSideOutput(AwaitOutcome.REJECTED))
                    .singleElement()
                    .satisfies(rejected ->
                            assertThat(rejected.getValue().detail()).isEqualTo("judging t1: NullPointerException"));
        }
    }

    private static List<String> shown(
            KeyedTwoInputStreamOperatorTestHarness<String, JudgedTurn, Outcome, JudgedTurn> h) {
        return h.extractOutputValues().stream()
                .map(turn -> turn.paired().turn().turnId() + " " + turn.paired().revision() + " "
                        + (turn.judgement().scored()
                                ? turn.judgement().reward()
                                : turn.judgement().unscored()))
                .toList();
    }

    private static JudgedTurn scored(String turnId, int revision) {
        PairedTurn first = Turns.paired("a", turnId, "", "thanks");
        PairedTurn paired = new PairedTurn(
                first.turn(), revision, first.exchange(), first.sampled(), first.nextState(), first.unscored());
        return new JudgedTurn(paired, judgement());
    }

    private static JudgedTurn silent(String turnId) {
        return new JudgedTurn(Turns.paired("a", turnId, "SILENCE", ""), Judgement.unscored("SILENCE"));
    }

    private static Judgement judgement() {
        return new Judgement("", 1, "", List.of(), "test", "input");
    }

    private static void turn(
            KeyedTwoInputStreamOperatorTestHarness<String, JudgedTurn, Outcome, JudgedTurn> harness, JudgedTurn turn)
            throws Exception {
        harness.processElement1(new StreamRecord<>(turn));
    }

    private static void outcome(
            KeyedTwoInputStreamOperatorTestHarness<String, JudgedTurn, Outcome, JudgedTurn> harness,
            String id,
            double value,
            long atMillis)
            throws Exception {
        harness.processElement2(new StreamRecord<>(new Outcome("a", "s", id, value, atMillis)));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, JudgedTurn, Outcome, JudgedTurn> open(
            Duration wait, OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new AwaitOutcome(wait, KEEP)),
                turn -> AwaitOutcome.key(
                        turn.paired().turn().agentId(), turn.paired().turn().sessionId()),
                outcome -> AwaitOutcome.key(outcome.agentId(), outcome.sessionId()),
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
