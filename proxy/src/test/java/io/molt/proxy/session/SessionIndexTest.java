package io.molt.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIndexTest {

    private final SessionIndex index = new SessionIndex(10_000);
    private int turns;

    /** User and assistant by turns. */
    private static List<ContextMessage> said(String... texts) {
        List<ContextMessage> context = new ArrayList<>();
        for (String text : texts) {
            String role = context.size() % 2 == 0 ? "user" : "assistant";
            context.add(new ContextMessage(role, text, text));
        }
        return context;
    }

    private static ContextMessage reply(String text) {
        return new ContextMessage("assistant", text, text);
    }

    private String ask(SessionIndex at, List<ContextMessage> context) {
        String turnId = "t" + turns++;
        String session = at.find("me", context).orElse("new-" + turnId);
        at.asked("me", turnId, session, context);
        return session;
    }

    /** Asks and is answered. */
    private String talk(String reply, String... texts) {
        String session = ask(index, said(texts));
        index.answered("t" + (turns - 1), Optional.of(reply(reply)), "");
        return session;
    }

    @Test
    void a_request_that_repeats_a_reply_goes_on_with_its_conversation() {
        String session = talk("Hello!", "hi");

        assertThat(talk("Paris.", "hi", "Hello!", "capital?")).isEqualTo(session);
        assertThat(talk("Bye.", "hi", "Hello!", "capital?", "Paris.", "bye")).isEqualTo(session);
    }

    @Test
    void two_conversations_that_begin_alike_stay_apart() {
        String one = talk("Hello!", "hi");
        String other = talk("Hello!", "hi");

        assertThat(other).isNotEqualTo(one);
        assertThat(talk("A.", "hi", "Hello!", "mine")).isEqualTo(one);
        assertThat(talk("B.", "hi", "Hello!", "yours")).isEqualTo(other);
        assertThat(talk("C.", "hi", "Hello!", "yours", "B.", "more")).isEqualTo(other);
        assertThat(talk("D.", "hi", "Hello!", "mine", "A.", "more")).isEqualTo(one);
        assertThat(talk("E.", "hi", "Hello!", "whose?")).isNotIn(one, other);
    }

    @Test
    void a_reply_asked_for_again_and_a_branch_stay_in_their_conversation() {
        String session = talk("Hello!", "hi");
        talk("Paris.", "hi", "Hello!", "capital?");

        assertThat(talk("Lyon?", "hi", "Hello!", "capital?")).isEqualTo(session);
        assertThat(talk("Rome.", "hi", "Hello!", "capital of Italy?")).isEqualTo(session);
        assertThat(talk("Yes.", "hi", "Hello!", "capital?", "Lyon?", "sure?")).isEqualTo(session);
    }

    @Test
    void an_edit_of_the_last_reply_stays_in_its_conversation() {
        String session = talk("Hello!", "hi");
        talk("Paris.", "hi", "Hello!", "capital?");

        assertThat(talk("Ok.", "hi", "Hello!", "capital?", "Paris, I think.", "sure?"))
                .isEqualTo(session);
    }

    @Test
    void a_history_cut_at_its_beginning_is_known_by_its_last_two_replies() {
        String session = talk("Hello!", "hi");
        talk("Paris.", "hi", "Hello!", "capital?");
        talk("Bread.", "hi", "Hello!", "capital?", "Paris.", "food?");

        assertThat(talk("Wine.", "capital?", "Paris.", "food?", "Bread.", "drink?"))
                .isEqualTo(session);
        assertThat(talk("Cheese.", "food?", "Bread.", "and?")).isNotEqualTo(session);
    }

    @Test
    void a_summary_in_the_place_of_a_history_begins_a_conversation() {
        String session = talk("Hello!", "hi");
        talk("Paris.", "hi", "Hello!", "capital?");

        assertThat(talk("Ok.", "Summary: we spoke of Paris.")).isNotEqualTo(session);
    }

    @Test
    void the_same_first_words_again_are_another_attempt_only_if_the_first_has_failed() {
        String first = ask(index, said("hi"));
        String beside = ask(index, said("hi"));
        index.answered("t0", Optional.empty(), "");

        String again = ask(index, said("hi"));
        String later = ask(index, said("hi"));

        assertThat(beside).isNotEqualTo(first);
        assertThat(again).isEqualTo(first);
        assertThat(later).isNotIn(first, beside);
    }

    @Test
    void requests_side_by_side_stay_in_their_conversation() {
        String session = talk("Hello!", "hi");

        String one = ask(index, said("hi", "Hello!", "a"));
        String two = ask(index, said("hi", "Hello!", "b"));

        assertThat(List.of(one, two)).containsOnly(session);
    }

    @Test
    void requests_in_which_nobody_speaks_belong_to_nobody_elses_conversation() {
        List<ContextMessage> rules = List.of(new ContextMessage("system", "Be kind.", "Be kind."));
        index.asked("me", "t0", "mine", rules);
        index.answered("t0", Optional.empty(), "");

        assertThat(index.find("you", rules)).isEmpty();
        assertThat(index.find("me", rules)).isEmpty();
    }

    @Test
    void two_conversations_that_are_asked_the_same_side_by_side_stay_apart() {
        String one = talk("Hello!", "hi");
        String other = talk("Hello!", "hi");

        assertThat(List.of(ask(index, said("hi", "Hello!", "x")), ask(index, said("hi", "Hello!", "x"))))
                .containsExactlyInAnyOrder(one, other);
    }

    @Test
    void two_keys_never_share_a_conversation() {
        talk("Hello!", "hi");

        assertThat(index.find("you", said("hi", "Hello!", "capital?"))).isEmpty();
        assertThat(index.reply("you", "r1")).isEmpty();
    }

    @Test
    void a_reply_is_found_by_its_id_with_all_that_was_said() {
        String session = ask(index, said("hi"));
        index.answered("t0", Optional.of(reply("Hello!")), "resp_1");

        assertThat(index.reply("me", "resp_1")).contains(new SessionIndex.Known(session, said("hi", "Hello!")));
        assertThat(index.reply("me", "resp_2")).isEmpty();
    }

    @Test
    void another_proxy_that_follows_the_topic_goes_on_where_this_one_stopped() {
        String id = FoundSession.id("0123abcd", "t9");
        TurnRef turn = new TurnRef("ada", id, "t9");
        TurnRequested asked = new TurnRequested(turn, 1, TurnKind.MAIN, said("hi"), List.of(), true, false);
        TurnAnswered answered = new TurnAnswered(
                turn,
                new Timing(1, 2, 3),
                new ServedBy("base", true, List.of(), 0, ""),
                new MessageBody("b", "assistant", "Hello!", ""),
                "Hello!",
                Sampled.UNKNOWN,
                new Ending(200, "stop", ""),
                "");
        SharedSessions shared = new SharedSessions(index);

        shared.record(asked);
        shared.record(answered);
        shared.record(asked);
        shared.record(answered);

        assertThat(index.find(FoundSession.scope("ada", "0123abcd"), said("hi", "Hello!", "x")))
                .contains(id);
        assertThat(index.find(FoundSession.scope("bob", "0123abcd"), said("hi", "Hello!", "x")))
                .isEmpty();
        assertThat(index.find(FoundSession.scope("ada", "ffffffff"), said("hi", "Hello!", "x")))
                .isEmpty();
    }

    @Test
    void what_comes_back_from_the_topic_changes_nothing() {
        ask(index, said("hi"));
        index.answered("t0", Optional.empty(), "");
        String again = ask(index, said("hi"));

        index.asked("me", "t0", again, said("hi"));
        index.answered("t0", Optional.empty(), "");

        assertThat(index.find("me", said("hi"))).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void conversations_of_few_words_woven_into_each_other_never_mix(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<String>> conversations = new ArrayList<>();
        List<String> sessions = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            conversations.add(new ArrayList<>());
            sessions.add("");
        }
        for (int step = 0; step < 400; step++) {
            int who = random.nextInt(conversations.size());
            List<String> mine = conversations.get(who);
            mine.add(mine.size() < 2 ? "hi" : "word " + random.nextInt(3) + " of " + who);
            String session = talk("reply " + mine.size(), mine.toArray(new String[0]));
            mine.add("reply " + mine.size());
            // After the first words that are nobody else's the session is settled.
            if (mine.size() == 4) {
                sessions.set(who, session);
            } else if (mine.size() > 4) {
                assertThat(session).isEqualTo(sessions.get(who));
            }
        }
        List<String> settled =
                sessions.stream().filter(session -> !session.isEmpty()).toList();
        assertThat(settled).doesNotHaveDuplicates();
    }
}
