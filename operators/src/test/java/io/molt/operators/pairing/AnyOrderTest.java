package io.molt.operators.pairing;

import static io.molt.operators.pairing.Chat.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.operators.Harness;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two proxies, or a spool that drains late, deliver a session's records in any order. */
class AnyOrderTest {

    private static final Duration LOST = Duration.ofMinutes(15);
    private static final PairingSettings SETTINGS =
            new PairingSettings(Duration.ofMinutes(30), LOST, Duration.ofDays(7), 64_000);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void four_turns_are_paired_in_whatever_order_their_records_come(long seed) throws Exception {
        Chat chat = new Chat("s");
        List<TurnEvent> events = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            events.add(chat.with("user", "ask " + i).asks("t" + i, i));
            events.add(chat.answer("t" + i, i, "reply " + i));
            chat.with("assistant", "reply " + i);
        }
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, new Random(seed));
        try (var harness = fresh(SETTINGS)) {
            for (TurnEvent event : events) {
                arrive(harness, event);
            }

            assertThat(harness.extractOutputValues())
                    .extracting(paired -> paired.turn().turnId() + " "
                            + paired.nextState().turnId() + " "
                            + paired.nextState().text())
                    .containsExactlyInAnyOrder("t1 t2 ask 2", "t2 t3 ask 3", "t3 t4 ask 4");
            assertThat(harness.getSideOutput(PairTurns.REJECTED)).isNullOrEmpty();
        }
    }

    @Test
    void an_answer_whose_request_never_comes_is_rejected_once_waiting_is_over() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            arrive(harness, new Chat("s").answer("t1", 1, "hi"));
            assertThat(harness.getSideOutput(PairTurns.REJECTED)).isNullOrEmpty();

            harness.setProcessingTime(LOST.toMillis());

            Rejected rejected =
                    harness.getSideOutput(PairTurns.REJECTED).remove().getValue();
            assertThat(rejected.reason()).isEqualTo("INCOMPLETE");
            assertThat(Codecs.TURNS.decode(rejected.value())).isInstanceOf(TurnAnswered.class);
            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void a_body_in_pieces_may_come_after_the_request_that_names_it() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat chat = new Chat("s").with("user", "hello");
            TurnRequested whole = chat.asks("t1", 0, TurnKind.MAIN, true);
            arrive(harness, new TurnRequested(whole.turn(), 0, TurnKind.MAIN, whole.context(), List.of(), false, true));
            arrive(harness, chat.answer("t1", 1, "hi"));
            assertThat(harness.extractOutputValues()).isEmpty();

            for (int piece = 1; piece >= 0; piece--) {
                MessageChunk chunk = new MessageChunk(
                        whole.turn(), "hello", piece, 2, List.of("hel", "lo").get(piece));
                harness.processElement(
                        new StreamRecord<>(new KafkaRecord("a/s", Topics.TURNS, 0, 0, Codecs.TURNS.encode(chunk))));
            }

            assertThat(harness.extractOutputValues()).singleElement().satisfies(paired -> {
                assertThat(paired.unscored()).isEqualTo("SILENCE");
                assertThat(paired.exchange().messages().get(0).content()).isEqualTo("hello");
            });
        }
    }

    @Test
    void two_agents_that_both_call_their_session_1_are_two_sessions() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat chat = new Chat("1");
            TurnRequested ask = chat.with("user", "hello").asks("t1", 0);
            arrive(harness, ask, chat.answer("t1", 1, "hi"));
            TurnRequested thanks =
                    chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2);
            TurnRequested ofOther = new TurnRequested(
                    new TurnRef("b", "1", "t2"), 2, TurnKind.MAIN, thanks.context(), ask.bodies(), true, false);
            arrive(harness, ofOther);
            assertThat(harness.extractOutputValues()).isEmpty();

            arrive(harness, thanks);

            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(paired -> assertThat(paired.turn().agentId()).isEqualTo("a"));
        }
    }

    @Test
    void clocks_that_are_minutes_apart_change_nothing() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 600_000), chat.answer("t1", 600_001, "hi"));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 120_000));

            assertThat(harness.extractOutputValues())
                    .extracting(PairedTurn::unscored)
                    .containsExactly("");
        }
    }

    @Test
    void parallel_requests_of_one_session_each_get_their_own_next_state() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat left = new Chat("s").with("user", "left");
            Chat right = new Chat("s").with("user", "right");
            arrive(harness, left.asks("t1", 0), right.asks("t2", 1));
            arrive(harness, right.answer("t2", 2, "yes"), left.answer("t1", 3, "no"));
            arrive(harness, left.with("assistant", "no").with("user", "pity").asks("t3", 4));
            arrive(
                    harness,
                    right.with("assistant", "yes").with("user", "thanks").asks("t4", 5));

            assertThat(harness.extractOutputValues())
                    .extracting(paired ->
                            paired.turn().turnId() + " " + paired.nextState().text())
                    .containsExactly("t1 pity", "t2 thanks");
        }
    }

    @Test
    void a_client_that_edits_or_drops_what_was_said_long_ago_is_still_followed() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat chat = new Chat("s").with("tool", "a long listing").with("assistant", "seen");
            arrive(harness, chat.with("user", "next").asks("t1", 0), chat.answer("t1", 1, "done"));
            chat.forget().with("tool", "cleared").with("assistant", "seen").with("user", "next");
            arrive(harness, chat.with("assistant", "done").with("user", "good").asks("t2", 2));
            arrive(harness, chat.answer("t2", 3, "great"));
            chat.forget().with("assistant", "done").with("user", "good").with("assistant", "great");
            arrive(harness, chat.with("user", "bye").asks("t3", 4));

            assertThat(harness.extractOutputValues())
                    .extracting(paired -> paired.nextState().text())
                    .containsExactly("good", "bye");
        }
    }

    @Test
    void a_reply_that_comes_after_it_was_given_up_still_gives_a_revision() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0));
            harness.setProcessingTime(LOST.toMillis());
            arrive(harness, chat.answer("t1", 1, "hi"));
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));

            assertThat(harness.extractOutputValues())
                    .extracting(paired -> paired.revision() + " " + paired.unscored())
                    .containsExactly("0 REPLY_LOST", "1 ");
        }
    }

    @Test
    void the_thirtieth_open_turn_makes_the_oldest_one_too_old() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            for (int i = 0; i <= Session.MAX_ANCHORS; i++) {
                arrive(harness, new Chat("s").with("user", "question " + i).asks("t" + i, i));
            }

            assertThat(harness.extractOutputValues())
                    .extracting(paired -> paired.turn().turnId() + " " + paired.unscored())
                    .containsExactly("t0 SESSION_TOO_LONG");
        }
    }

    @Test
    void a_record_that_uncovers_a_bug_goes_aside_and_changes_nothing() throws Exception {
        PairingSettings poisoned = new PairingSettings(Duration.ofMinutes(30), LOST, Duration.ofDays(7), -1);
        try (var harness = fresh(poisoned)) {
            Chat chat = new Chat("s");
            arrive(harness, chat.with("user", "hello").asks("t1", 0), chat.answer("t1", 1, "hi"));
            int states = harness.numKeyedStateEntries();
            arrive(harness, chat.with("assistant", "hi").with("user", "thanks").asks("t2", 2));

            assertThat(harness.numKeyedStateEntries()).isEqualTo(states);
            assertThat(harness.getSideOutput(PairTurns.REJECTED))
                    .singleElement()
                    .satisfies(rejected -> {
                        assertThat(rejected.getValue().reason()).isEqualTo("BUG");
                        assertThat(rejected.getValue().detail())
                                .startsWith("pairing a/s: StringIndexOutOfBoundsException at ")
                                .doesNotContain("thanks");
                    });
            arrive(harness, new Chat("other").with("user", "hello").asks("t9", 0));
        }
    }

    @Test
    void an_outcome_goes_its_own_way() throws Exception {
        try (var harness = fresh(SETTINGS)) {
            Outcome outcome = new Outcome("a", "s", "o1", 1, 5);
            arrive(harness, outcome);

            assertThat(harness.getSideOutput(PairTurns.OUTCOMES))
                    .extracting(StreamRecord::getValue)
                    .containsExactly(outcome);
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static void arrive(
            KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> harness, TurnEvent... events)
            throws Exception {
        for (TurnEvent event : events) {
            harness.processElement(new StreamRecord<>(record(event)));
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, KafkaRecord, PairedTurn> fresh(
            PairingSettings settings) throws Exception {
        return Harness.fresh(new PairTurns(settings), KafkaRecord::key);
    }
}
