package io.molt.operators.pairing;

import static io.molt.operators.pairing.Chat.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The rules of pairing, and the seven questions: late, duplicate, order, restart, rescale, end of input, state empty. */
class PairTurnsTest {

    private static final Duration GAP = Duration.ofMinutes(30);
    private static final Duration LOST = Duration.ofMinutes(15);
    private static final Duration KEEP = Duration.ofDays(7);

    @Test
    void what_the_user_says_next_is_the_next_state() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));

            PairedTurn paired = only(harness);

            assertThat(paired.turn().turnId()).isEqualTo("t1");
            assertThat(paired.unscored()).isEmpty();
            assertThat(paired.nextState().kind()).isEqualTo(NextStateKind.USER_REPLY);
            assertThat(paired.nextState().text()).isEqualTo("thanks");
            assertThat(paired.exchange().messages()).containsExactly(new ChatMessage("user", "hello"));
            assertThat(paired.exchange().reply()).isEqualTo("hi");
            assertThat(paired.sampled()).isEqualTo(Chat.TOKENS);
        }
    }

    @Test
    void several_tool_results_are_one_next_state_and_a_changed_system_prompt_does_not_matter() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("system", "monday").with("user", "ls").asks("t1", 0));
            arrive(harness, chat.answer("t1", 1, "call ls"));
            chat.forget().with("system", "tuesday").with("user", "ls").with("assistant", "call ls");
            arrive(harness, chat.with("tool", "a.txt").with("tool", "b.txt").asks("t2", 2));

            assertThat(only(harness).nextState().kind()).isEqualTo(NextStateKind.TOOL_RESULT);
            assertThat(only(harness).nextState().text()).isEqualTo("a.txt\nb.txt");
        }
    }

    @Test
    void a_second_continuation_of_a_turn_is_a_branch_and_is_not_scored_again() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));
            chat.forget().with("user", "hello").with("assistant", "hi").with("user", "no, wrong");
            arrive(harness, chat.asks("t3", 3));

            assertThat(only(harness).nextState().text()).isEqualTo("thanks");
        }
    }

    @Test
    void the_same_request_again_is_another_attempt_and_the_first_one_is_never_scored() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hmm"));
            arrive(harness, chat.asks("t2", 2), chat.answer("t2", 3, "hi"));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t3", 4));

            assertThat(harness.extractOutputValues())
                    .extracting(paired -> paired.turn().turnId() + " " + paired.unscored())
                    .containsExactly("t1 RETRIED", "t2 ");
        }
    }

    @Test
    void a_client_that_rewrote_its_history_leaves_the_open_turn_unscored() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            arrive(harness, chat.forget().with("user", "summary of everything").asks("t2", 2));
            assertThat(harness.extractOutputValues()).isEmpty();

            harness.setProcessingTime(LOST.toMillis());

            PairedTurn paired = harness.extractOutputValues().stream()
                    .filter(turn -> turn.turn().turnId().equals("t1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(paired.unscored()).isEqualTo("COMPACTED");
            assertThat(paired.nextState().kind()).isEqualTo(NextStateKind.UNKNOWN);
            assertThat(paired.sampled()).isEqualTo(Sampled.UNKNOWN);
        }
    }

    @Test
    void side_turns_and_failed_turns_are_recorded_and_never_judged() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            arrive(harness, chat.asks("t1", 0, TurnKind.SIDE, false), chat.answer("t1", 1, "a title"));
            arrive(harness, chat.asks("t2", 2), chat.answer("t2", 3, "", new Ending(502, "", "upstream broke")));

            assertThat(harness.extractOutputValues())
                    .extracting(PairedTurn::unscored)
                    .containsExactly("SIDE_TURN", "FAILED_TURN");
        }
    }

    @Test
    void a_request_that_overtakes_the_record_of_the_reply_it_holds_is_still_its_next_state() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));
            arrive(harness, chat.answer("t1", 1, "hi"));

            assertThat(only(harness).nextState().text()).isEqualTo("thanks");
        }
    }

    @Test
    void silence_closes_a_session_and_feedback_of_the_next_morning_is_a_revision() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));

            harness.setProcessingTime(GAP.toMillis());
            long morning = Duration.ofHours(14).toMillis();
            harness.setProcessingTime(morning);
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", morning));

            assertThat(harness.extractOutputValues())
                    .extracting(paired ->
                            paired.revision() + " " + paired.nextState().kind())
                    .containsExactly("0 SILENCE", "1 USER_REPLY");
            assertThat(harness.extractOutputValues().get(1).sampled()).isEqualTo(Sampled.UNKNOWN);
        }
    }

    @Test
    void a_request_long_after_the_last_record_closes_the_session_first_whatever_the_clock_says() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            chat.with("assistant", "hi").with("user", "thanks");
            arrive(harness, chat.asks("t2", GAP.toMillis() + 2));

            assertThat(harness.extractOutputValues())
                    .extracting(PairedTurn::unscored)
                    .containsExactly("SILENCE", "");
        }
    }

    @Test
    void a_client_that_says_it_is_done_closes_the_session_at_once() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            arrive(harness, chat.asks("t1", 0, TurnKind.MAIN, true), chat.answer("t1", 1, "hi"));

            assertThat(only(harness).unscored()).isEqualTo("SILENCE");
        }
    }

    @Test
    void a_reply_that_never_comes_is_lost_after_its_time() throws Exception {
        try (var harness = fresh()) {
            arrive(harness, new Chat("s").with("user", "hello").asks("t1", 0));

            harness.setProcessingTime(LOST.toMillis());

            assertThat(only(harness).unscored()).isEqualTo("REPLY_LOST");
        }
    }

    @Test
    void a_body_that_never_comes_makes_its_turn_incomplete_once_waiting_is_over() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            chat.asks("never sent", 0);
            arrive(harness, chat.asks("t1", 0), chat.answer("t1", 1, "hi"));
            assertThat(harness.extractOutputValues()).isEmpty();

            harness.setProcessingTime(LOST.toMillis());

            assertThat(only(harness).unscored()).isEqualTo("INCOMPLETE");
            assertThat(rejected(harness)).isEmpty();
        }
    }

    @Test
    void a_body_in_pieces_is_put_together_in_any_order() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            TurnRequested whole = chat.asks("t1", 0, TurnKind.MAIN, true);
            TurnRef turn = whole.turn();
            arrive(harness, "a/s", new MessageChunk(turn, "hello", 1, 2, "lo"));
            arrive(harness, "a/s", new MessageChunk(turn, "hello", 0, 2, "hel"));
            arrive(
                    harness,
                    new TurnRequested(turn, 0, TurnKind.MAIN, whole.context(), List.of(), false, true),
                    chat.answer("t1", 1, "hi"));

            assertThat(only(harness).exchange().messages()).containsExactly(new ChatMessage("user", "hello"));
            assertThat(rejected(harness)).isEmpty();
        }
    }

    @Test
    void a_body_that_comes_back_after_turns_without_it_is_still_known_until_the_next_keyframe() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("system", "monday").with("user", "hello").asks("t1", 0));
            arrive(harness, chat.answer("t1", 1, "hi"));
            chat.forget().with("system", "tuesday").with("user", "hello").with("assistant", "hi");
            arrive(harness, chat.with("user", "so?").asks("t2", 2), chat.answer("t2", 3, "so"));
            chat.forget().with("system", "monday").with("user", "hello").with("assistant", "hi");
            chat.with("user", "so?").with("assistant", "so").with("user", "thanks");
            arrive(harness, chat.asks("t3", 4, TurnKind.MAIN, true), chat.answer("t3", 5, "bye"));

            assertThat(rejected(harness)).isEmpty();
            assertThat(harness.extractOutputValues()
                            .get(2)
                            .exchange()
                            .messages()
                            .get(0)
                            .content())
                    .isEqualTo("monday");
        }
    }

    @Test
    void records_that_come_twice_change_nothing() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s");
            TurnEvent ask = chat.with("user", "hello").asks("t1", 0);
            TurnEvent answer = chat.answer("t1", 1, "hi");
            TurnEvent thanks =
                    chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2);
            arrive(harness, ask, ask, answer, answer, thanks, answer, ask, thanks);

            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(rejected(harness)).isEmpty();
        }
    }

    @Test
    void a_restart_between_two_turns_loses_nothing_and_time_spent_down_is_not_silence() throws Exception {
        Chat chat = new Chat("s");
        OperatorSubtaskState snapshot;
        try (var before = fresh()) {
            arrive(before, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            after.setProcessingTime(Duration.ofHours(5).toMillis());
            arrive(after, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));

            assertThat(only(after).nextState().text()).isEqualTo("thanks");
        }
    }

    @Test
    void two_subtasks_finish_exactly_the_sessions_that_one_subtask_began() throws Exception {
        List<String> sessions = IntStream.range(0, 20).mapToObj(i -> "s" + i).toList();
        OperatorSubtaskState snapshot;
        try (var one = fresh()) {
            for (String session : sessions) {
                Chat chat = new Chat(session).with("user", "hello");
                arrive(one, chat.asks("t-" + session, 0), chat.answer("t-" + session, 1, "hi"));
            }
            snapshot = one.snapshot(1, 1);
        }

        List<String> closed = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var half = restored(Harness.half(snapshot, subtask), 2, subtask)) {
                half.setProcessingTime(2 * GAP.toMillis());
                half.setProcessingTime(4 * GAP.toMillis());
                half.extractOutputValues()
                        .forEach(paired -> closed.add(paired.turn().sessionId()));
                assertThat(half.extractOutputValues()).isNotEmpty();
            }
        }

        assertThat(closed).containsExactlyInAnyOrderElementsOf(sessions);
    }

    @Test
    void the_end_of_the_input_judges_nothing_since_it_is_no_silence() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            arrive(harness, chat.asks("t1", 0), chat.answer("t1", 1, "hi"));

            harness.processWatermark(Watermark.MAX_WATERMARK);

            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void a_session_that_nobody_continues_leaves_no_state_behind() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "hello");
            arrive(harness, chat.asks("t1", 0), chat.answer("t1", 1, "hi"));

            harness.setProcessingTime(GAP.toMillis());
            harness.setProcessingTime(KEEP.toMillis());

            assertThat(only(harness).unscored()).isEqualTo("SILENCE");
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void a_session_that_was_left_open_for_longer_than_it_is_kept_still_gets_its_final_entry() throws Exception {
        Chat chat = new Chat("s").with("user", "hello");
        OperatorSubtaskState snapshot;
        try (var before = fresh()) {
            arrive(before, chat.asks("t1", 0), chat.answer("t1", 1, "hi"));
            snapshot = before.snapshot(1, 1);
        }
        try (var after = restored(snapshot, 1, 0)) {
            long nextWeek = KEEP.plusDays(1).toMillis();
            after.setProcessingTime(nextWeek);
            after.setProcessingTime(nextWeek + GAP.toMillis() + 1);
            after.setProcessingTime(nextWeek + KEEP.toMillis());

            assertThat(only(after).unscored()).isEqualTo("SILENCE");
            assertThat(after.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void an_agent_that_polls_and_hears_the_same_again_and_again_has_not_retried() throws Exception {
        try (var harness = fresh()) {
            Chat chat = new Chat("s").with("user", "wait for the build");
            for (int turn = 1; turn <= 4; turn++) {
                arrive(harness, chat.asks("t" + turn, turn), chat.answer("t" + turn, turn, "call status"));
                chat.with("assistant", "call status").with("tool", "pending");
            }

            assertThat(harness.extractOutputValues())
                    .extracting(PairedTurn::unscored)
                    .containsExactly("", "", "");
        }
    }

    @Test
    void an_unreadable_record_is_reported_with_its_place() throws Exception {
        try (var harness = fresh()) {
            harness.processElement(new StreamRecord<>(new KafkaRecord("a/s", "molt.turns", 1, 7, new byte[] {9})));

            assertThat(rejected(harness)).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo("UNREADABLE");
                assertThat(rejected.offset()).isEqualTo(7);
            });
        }
    }

    @Test
    void a_bug_that_waiting_uncovers_sets_its_turns_aside_and_the_job_goes_on() throws Exception {
        try (var harness = breakingOnReplies()) {
            Chat chat = new Chat("s").with("user", "hello");
            TurnEvent ask = chat.asks("t1", 0);
            TurnEvent answer = chat.answer("t1", 1, "hi");
            arrive(harness, ask, answer, new Chat("other").with("user", "hello").asks("t2", 0));

            harness.setProcessingTime(GAP.toMillis());
            arrive(harness, ask, answer);
            harness.setProcessingTime(2 * GAP.toMillis());

            assertThat(only(harness).turn().turnId()).isEqualTo("t2");
            assertThat(rejected(harness)).singleElement().satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo("BUG");
                assertThat(rejected.detail()).startsWith("pairing a/s: StringIndexOutOfBoundsException");
                assertThat(rejected.topic()).isEqualTo("molt.turns");
                assertThat(Codecs.TURNS.decode(rejected.value())).isInstanceOf(TurnRequested.class);
            });
            harness.setProcessingTime(2 * KEEP.toMillis());
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void a_bug_that_the_last_piece_of_a_body_uncovers_loses_no_other_piece() throws Exception {
        try (var harness = breakingOnReplies()) {
            Chat chat = new Chat("s").with("user", "hello");
            TurnRequested whole = chat.asks("t1", 0, TurnKind.MAIN, true);
            TurnRef turn = whole.turn();
            arrive(
                    harness,
                    new TurnRequested(turn, 0, TurnKind.MAIN, whole.context(), List.of(), false, true),
                    chat.answer("t1", 1, "hi"));
            arrive(harness, "a/s", new MessageChunk(turn, "hello", 0, 2, "hel"));

            arrive(harness, "a/s", new MessageChunk(turn, "hello", 1, 2, "lo"));
            arrive(harness, "a/s", new MessageChunk(turn, "hello", 1, 2, "lo"));

            // The second time, too, the body became whole.
            assertThat(rejected(harness)).extracting(Rejected::reason).containsExactly("BUG", "BUG");
            assertThat(Codecs.TURNS.decode(rejected(harness).get(0).value())).isInstanceOf(MessageChunk.class);
        }
    }

    /** A planted bug: no prompt has fewer than no characters. */
    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> breakingOnReplies()
            throws Exception {
        return Harness.fresh(new PairTurns(new PairingSettings(GAP, LOST, KEEP, -1)), KafkaRecord::key);
    }

    private static PairedTurn only(KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness) {
        assertThat(harness.extractOutputValues()).hasSize(1);
        return harness.extractOutputValues().get(0);
    }

    private static List<Rejected> rejected(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness) {
        var side = harness.getSideOutput(PairTurns.REJECTED);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness, TurnEvent... events)
            throws Exception {
        for (TurnEvent event : events) {
            harness.processElement(new StreamRecord<>(record(event)));
        }
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness,
            String key,
            MessageChunk chunk)
            throws Exception {
        KafkaRecord record = record(chunk);
        harness.processElement(new StreamRecord<>(new KafkaRecord(key, record.topic(), 0, 0, record.value())));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> fresh() throws Exception {
        return restored(null, 1, 0);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> restored(
            OperatorSubtaskState snapshot, int subtasks, int subtask) throws Exception {
        return Harness.restored(
                new PairTurns(new PairingSettings(GAP, LOST, KEEP, 64_000)),
                KafkaRecord::key,
                snapshot,
                subtasks,
                subtask);
    }
}
