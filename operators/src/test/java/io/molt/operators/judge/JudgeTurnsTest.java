package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.Turns;
import io.molt.operators.pairing.PairedTurn;
import io.molt.schemas.log.Vote;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The rules of judging, and of the seven questions those that fit an operator without keyed state. */
class JudgeTurnsTest {

    private static final int CAPACITY = 16;
    private static final long TIMEOUT_MILLIS = 1_000;

    @Test
    void a_turn_that_is_not_to_be_judged_passes_with_its_reason() throws Exception {
        try (var harness = open(new ByHand(), null)) {
            harness.processElement(new StreamRecord<>(Turns.paired("a", "t1", "SILENCE", "")));
            harness.endInput();

            assertThat(only(harness).judgement().unscored()).isEqualTo("SILENCE");
        }
    }

    @Test
    void votes_become_a_judgement_with_what_the_judge_saw() throws Exception {
        ByHand judge = new ByHand();
        try (var harness = open(judge, null)) {
            harness.processElement(new StreamRecord<>(Turns.paired("a", "t1", "", "thanks")));
            judge.answer(List.of(new Vote(true, 1, "", "fine")));
            harness.endInput();

            assertThat(only(harness).judgement().reward()).isEqualTo(1);
            assertThat(only(harness).judgement().judge()).isEqualTo("by hand");
            assertThat(only(harness).judgement().input()).contains("what time is it?", "noon", "thanks");
        }
    }

    @Test
    void a_judge_that_fails_or_is_too_slow_leaves_the_turn_unscored_and_the_stream_alive() throws Exception {
        ByHand judge = new ByHand();
        try (var harness = open(judge, null)) {
            harness.processElement(new StreamRecord<>(Turns.paired("a", "t1", "", "thanks")));
            judge.fail();
            harness.processElement(new StreamRecord<>(Turns.paired("a", "t2", "", "thanks")));
            harness.setProcessingTime(TIMEOUT_MILLIS + 1);
            harness.endInput();

            assertThat(judged(harness))
                    .extracting(turn -> turn.judgement().unscored())
                    .containsExactly("JUDGE_DOWN", "JUDGE_DOWN");
        }
    }

    @Test
    void one_agent_gets_an_eighth_of_the_judge_and_others_still_get_theirs() throws Exception {
        ByHand judge = new ByHand();
        try (var harness = open(judge, null)) {
            for (int i = 0; i < 3; i++) {
                harness.processElement(new StreamRecord<>(Turns.paired("a", "t" + i, "", "thanks")));
            }
            harness.processElement(new StreamRecord<>(Turns.paired("b", "u", "", "thanks")));
            for (int i = 0; i < 3; i++) {
                judge.answer(List.of(new Vote(true, 1, "", "")));
            }
            harness.endInput();

            assertThat(judged(harness))
                    .filteredOn(turn -> !turn.judgement().scored())
                    .singleElement()
                    .satisfies(turn -> {
                        assertThat(turn.paired().turn().turnId()).isEqualTo("t2");
                        assertThat(turn.judgement().unscored()).isEqualTo("JUDGE_BUSY");
                    });
        }
    }

    @Test
    void a_turn_in_flight_is_judged_again_after_a_restart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before = open(new ByHand(), null)) {
            before.processElement(new StreamRecord<>(Turns.paired("a", "t1", "", "thanks")));
            snapshot = before.snapshot(1, 1);
        }
        ByHand judge = new ByHand();
        try (var after = open(judge, snapshot)) {
            judge.answer(List.of(new Vote(true, 1, "", "")));
            after.endInput();

            assertThat(only(after).judgement().reward()).isEqualTo(1);
        }
    }

    @Test
    void a_bug_in_judging_leaves_one_turn_unscored_and_says_where() throws Exception {
        ByHand judge = new ByHand();
        try (var harness = open(judge, null)) {
            harness.processElement(new StreamRecord<>(Turns.paired("a", "t1", "", "thanks")));
            judge.answer(Collections.singletonList(null));
            harness.endInput();

            assertThat(only(harness).judgement().unscored()).isEqualTo("BUG");
            assertThat(only(harness).bug()).startsWith("judging t1: NullPointerException at ");
        }
    }

    private static JudgedTurn only(OneInputStreamOperatorTestHarness<PairedTurn, JudgedTurn> harness) {
        assertThat(judged(harness)).hasSize(1);
        return judged(harness).get(0);
    }

    private static List<JudgedTurn> judged(OneInputStreamOperatorTestHarness<PairedTurn, JudgedTurn> harness) {
        return harness.extractOutputValues();
    }

    private static OneInputStreamOperatorTestHarness<PairedTurn, JudgedTurn> open(
            ByHand judge, OperatorSubtaskState snapshot) throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(
                new JudgeTurns(judge.factory(), CAPACITY),
                TIMEOUT_MILLIS,
                CAPACITY,
                AsyncDataStream.OutputMode.UNORDERED);
        var type = TypeInformation.of(PairedTurn.class);
        var harness = new OneInputStreamOperatorTestHarness<PairedTurn, JudgedTurn>(
                factory, type.createSerializer(new SerializerConfigImpl()));
        Harness.refuseKryo(harness);
        harness.setup(TypeInformation.of(JudgedTurn.class).createSerializer(new SerializerConfigImpl()));
        harness.initializeState(snapshot);
        harness.open();
        return harness;
    }

    /** A judge whose answers are given by the test, in the order of the questions. */
    private static final class ByHand implements Judge {

        private static final AtomicInteger NUMBERS = new AtomicInteger();
        private static final Map<Integer, ByHand> JUDGES = new ConcurrentHashMap<>();

        private final int number = NUMBERS.getAndIncrement();
        private final Queue<CompletableFuture<List<Vote>>> open = new ConcurrentLinkedDeque<>();

        ByHand() {
            JUDGES.put(number, this);
        }

        Judge.Factory factory() {
            int mine = number;
            return () -> JUDGES.get(mine);
        }

        void answer(List<Vote> votes) {
            open.remove().complete(votes);
        }

        void fail() {
            open.remove().completeExceptionally(new IllegalStateException("no connection"));
        }

        @Override
        public CompletionStage<List<Vote>> votes(JudgeInput input) {
            CompletableFuture<List<Vote>> votes = new CompletableFuture<>();
            open.add(votes);
            return votes;
        }

        @Override
        public String fingerprint() {
            return "by hand";
        }
    }
}
