package io.molt.schemas.skill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.turn.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final ChatMessage SYSTEM = new ChatMessage("system", "You are an office assistant.");
    private static final ChatMessage USER = new ChatMessage("user", "Hi");

    @Test
    void rules_follow_the_system_prompt_one_line_each() {
        assertThat(Rules.inject(List.of(SYSTEM, USER), List.of("Be\n brief.", "  ", "Use metres.")))
                .containsExactly(
                        new ChatMessage("system", "You are an office assistant.\nRules:\n- Be brief.\n- Use metres."),
                        USER);
    }

    @Test
    void a_hint_after_skills_is_one_more_line_of_the_same_block() {
        List<ChatMessage> withSkill = Rules.inject(List.of(SYSTEM, USER), List.of("Be brief."));

        assertThat(Rules.inject(withSkill, List.of("Use metres.")))
                .isEqualTo(Rules.inject(List.of(SYSTEM, USER), List.of("Be brief.", "Use metres.")));
    }

    @Test
    void rules_that_other_text_follows_are_not_continued() {
        assertThat(Rules.addition("Rules:\n- One.\nNow answer.", List.of("Two.")))
                .isEqualTo("\nRules:\n- Two.");
    }

    @Test
    void a_conversation_without_a_system_message_gets_one() {
        assertThat(Rules.inject(List.of(USER), List.of("Be brief.")))
                .containsExactly(new ChatMessage("system", "Rules:\n- Be brief."), USER);
    }

    @Test
    void no_rules_change_nothing() {
        assertThat(Rules.inject(List.of(SYSTEM, USER), List.of(" "))).containsExactly(SYSTEM, USER);
    }
}
