package io.molt.policy.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.ChatMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfficeTest {

    private static final int DRAWS = 2000;

    @Test
    void the_words_of_a_conversation_are_the_agreed_ones() {
        assertThat(Office.ask("Hello?", List.of("Be brief.", "Be kind.")))
                .containsExactly(
                        new ChatMessage("system", "You are an office assistant.\nRules:\n- Be brief.\n- Be kind."),
                        new ChatMessage("user", "Hello?"));
    }

    @ParameterizedTest
    @EnumSource(RequestType.class)
    void every_convention_has_a_reply_of_its_own(RequestType type) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < DRAWS; i++) {
            assertThat(Office.request(type, Split.INTERACTION, random).replies())
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(RequestType.class)
    void evaluation_shares_no_topic_and_no_wording_with_interactions(RequestType type) {
        SplittableRandom random = new SplittableRandom(2);
        Set<String> topics = new HashSet<>();
        Set<String> pretrained = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            topics.add(Office.request(type, Split.INTERACTION, random).topic());
            pretrained.add(Office.request(type, Split.PRETRAINING, random).topic());
        }
        for (int i = 0; i < DRAWS; i++) {
            OfficeRequest held = Office.request(type, Split.EVALUATION, random);
            assertThat(topics).doesNotContain(held.topic());
            assertThat(pretrained).doesNotContain(held.topic());
        }
        for (int convention = 0; convention < RequestType.CONVENTIONS; convention++) {
            assertThat(Office.rules(type, convention, Split.EVALUATION))
                    .hasSize(1)
                    .doesNotContainAnyElementsOf(Office.rules(type, convention, Split.INTERACTION));
        }
    }

    @Test
    void thanks_and_corrections_of_the_evaluation_are_held_out() {
        SplittableRandom random = new SplittableRandom(3);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            seen.add(Office.thanks(Split.INTERACTION, random));
            seen.add(Office.correction(RequestType.PRICE, 0, Split.INTERACTION, random));
        }
        for (int i = 0; i < DRAWS; i++) {
            assertThat(seen)
                    .doesNotContain(
                            Office.thanks(Split.EVALUATION, random),
                            Office.correction(RequestType.PRICE, 0, Split.EVALUATION, random));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 99})
    void two_people_share_two_types_and_want_them_differently(long seed) {
        Persona first = Persona.personas(seed).get(0);
        Persona second = Persona.personas(seed).get(1);

        Set<RequestType> shared = new HashSet<>(first.types());
        shared.retainAll(second.types());
        assertThat(first.types()).hasSize(3);
        assertThat(second.types()).hasSize(3);
        assertThat(shared).hasSize(2).allSatisfy(type -> assertThat(first.convention(type))
                .isNotEqualTo(second.convention(type)));
        assertThat(Persona.personas(seed)).isEqualTo(List.of(first, second));
    }

    @Test
    void a_person_accepts_one_reply_word_for_word() {
        Persona persona = new Persona(List.of(RequestType.PRICE), List.of(1));
        OfficeRequest request = persona.request(Split.INTERACTION, new SplittableRandom(4));

        assertThat(persona.accepts(request, request.replies().get(1))).isTrue();
        assertThat(persona.accepts(request, request.replies().get(0))).isFalse();
        assertThat(persona.accepts(request, request.replies().get(1) + " ")).isFalse();
        assertThat(request.isValid(request.replies().get(0))).isTrue();
    }

    @Test
    void a_third_of_the_dialogues_have_feedback_and_most_have_rules() {
        SplittableRandom random = new SplittableRandom(5);
        int feedback = 0;
        int rules = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<ChatMessage> dialogue = Corpus.dialogue(random);
            long replies =
                    dialogue.stream().filter(m -> m.role().equals("assistant")).count();
            feedback += replies == 2 ? 1 : 0;
            rules += dialogue.get(0).content().contains("Rules:") ? 1 : 0;
            assertThat(dialogue.get(dialogue.size() - 1).role()).isEqualTo("assistant");
        }
        assertThat(feedback).isBetween(DRAWS / 4, DRAWS * 2 / 5);
        assertThat(rules).isBetween(DRAWS * 3 / 5, DRAWS * 7 / 10);
    }
}
