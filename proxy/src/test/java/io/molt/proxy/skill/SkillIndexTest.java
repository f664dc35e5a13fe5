package io.molt.proxy.skill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.skill.Rules;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.ChatMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SkillIndexTest {

    private static final String TICKET = "what about ticket 17?";

    private final SkillLibrary library = new SkillLibrary(new SkillLimits(2, 100));

    private static SkillVersion skill(String agent, String name, long version, String rule, long atMillis) {
        return skill(agent, name, version, SkillStatus.ACTIVE, rule, atMillis);
    }

    private static SkillVersion skill(
            String agent, String name, long version, SkillStatus status, String rule, long atMillis) {
        return new SkillVersion(
                agent,
                name,
                version,
                status,
                new SkillText(rule, "", ""),
                new SkillOrigin("e" + atMillis, atMillis, List.of(), List.of("a question about " + name)),
                atMillis);
    }

    private List<String> selected(String agent, String lastUser) {
        return library.forAgent(agent).select(lastUser).stream()
                .map(SkillVersion::label)
                .toList();
    }

    @Test
    void the_relevant_one_comes_before_the_newer_ones_and_places_left_go_to_the_newest() {
        library.add(skill("a", "ticket-status", 1, "Say the status first.", 1));
        library.add(skill("a", "dates", 1, "Write dates as ISO 8601.", 2));
        library.add(skill("a", "names", 1, "Use snake case.", 3));

        assertThat(selected("a", TICKET)).containsExactly("ticket-status@v1", "names@v1");
        assertThat(selected("a", "")).containsExactly("dates@v1", "names@v1");
    }

    @Test
    void the_questions_behind_a_skill_make_it_relevant() {
        library.add(skill("a", "zebras", 1, "x", 1));
        library.add(skill("a", "dates", 1, "y", 2));
        library.add(skill("a", "names", 1, "z", 3));

        assertThat(selected("a", "a zebra?")).contains("zebras@v1");
    }

    @Test
    void what_is_chosen_stands_in_the_order_in_which_it_was_first_learned() {
        library.add(skill("a", "first", 1, "x", 1));
        library.add(skill("a", "second", 1, "y", 2));
        library.add(skill("a", "first", 2, "z", 3));

        assertThat(selected("a", TICKET)).containsExactly("first@v2", "second@v1");
    }

    @Test
    void the_budget_leaves_out_what_does_not_fit_and_takes_what_does() {
        library.add(skill("a", "long", 1, "word ".repeat(100), 2));
        library.add(skill("a", "short", 1, "Be brief.", 1));

        assertThat(selected("a", TICKET)).containsExactly("short@v1");
    }

    @Test
    void a_retired_skill_is_not_injected_but_its_generation_counts() {
        library.add(skill("a", "dates", 1, "x", 1));
        library.add(skill("a", "dates", 2, SkillStatus.RETIRED, "x", 5));
        library.add(skill("a", "dates", 1, "x", 1));

        assertThat(selected("a", TICKET)).isEmpty();
        assertThat(library.forAgent("a").generation()).isEqualTo(5);
    }

    @Test
    void an_agent_gets_its_own_and_the_shared_ones_and_never_anothers() {
        library.add(skill("a", "own", 1, "x", 1));
        library.add(skill("b", "foreign", 1, "y", 2));
        assertThat(selected("a", TICKET)).containsExactly("own@v1");

        library.add(skill("*", "shared", 1, "z", 3));

        assertThat(selected("a", TICKET)).containsExactly("own@v1", "shared@v1");
        assertThat(library.forAgent("a").generation()).isEqualTo(1);
        assertThat(library.forAgent("c").generation()).isZero();
    }

    @Test
    void the_injected_text_is_what_the_rules_add() {
        library.add(skill("a", "dates", 1, "Write dates as ISO 8601.", 1));
        List<ChatMessage> conversation = List.of(new ChatMessage("system", "Be kind."), new ChatMessage("user", "hi"));

        Injection injection = Injection.into(Optional.of("Be kind."), "hi", library.forAgent("a"));

        assertThat(injection.skills()).containsExactly("dates@v1");
        assertThat("Be kind." + injection.text())
                .isEqualTo(Rules.inject(conversation, List.of("Write dates as ISO 8601."))
                        .get(0)
                        .content());
        assertThat(Injection.into(Optional.of("Be kind."), "hi", library.forAgent("b")))
                .isEqualTo(Injection.nothing(0));
    }
}
