package io.molt.cli.forget;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaughtSkillsTest {

    @Test
    void the_skills_of_these_turns_are_taken_back_by_a_version_without_words() {
        List<SkillVersion> retired = TaughtSkills.retired(
                List.of(skill("ada", "of-it", 1, "t1", "t2"), skill("ada", "of-others", 1, "t3")),
                "ada",
                Set.of("t2", "t9"),
                77);

        assertThat(retired).singleElement().satisfies(skill -> {
            assertThat(skill.label()).isEqualTo("of-it@v2");
            assertThat(skill.status()).isEqualTo(SkillStatus.RETIRED);
            assertThat(skill.text()).isEqualTo(SkillText.NONE);
            assertThat(skill.origin().questions()).isEmpty();
            assertThat(skill.origin().turnIds()).containsExactly("t1", "t2");
            assertThat(skill.atMillis()).isEqualTo(77);
        });
    }

    @Test
    void a_newer_version_may_still_say_what_an_older_one_said() {
        assertThat(TaughtSkills.retired(
                        List.of(skill("ada", "of-it", 2, "t3"), skill("ada", "of-it", 1, "t1")),
                        "ada",
                        Set.of("t1"),
                        1))
                .extracting(SkillVersion::label)
                .containsExactly("of-it@v3");
    }

    @Test
    void one_that_was_taken_back_is_not_taken_back_again_but_one_that_was_retired_with_its_words_is() {
        SkillVersion forgotten = skill("ada", "of-it", 1, "t1").retired(5);
        SkillVersion worn = new SkillVersion(
                "ada",
                "worn",
                1,
                SkillStatus.RETIRED,
                new SkillText("words", "", ""),
                new SkillOrigin("e", 1, List.of("t1"), List.of()),
                5);

        assertThat(TaughtSkills.retired(
                        List.of(skill("ada", "of-it", 1, "t1"), forgotten, worn), "ada", Set.of("t1"), 9))
                .extracting(SkillVersion::label)
                .containsExactly("worn@v2");
    }

    @Test
    void another_agents_skill_is_left_alone() {
        assertThat(TaughtSkills.retired(List.of(skill("bob", "of-it", 1, "t1")), "ada", Set.of("t1"), 1))
                .isEmpty();
    }

    private static SkillVersion skill(String agentId, String name, long version, String... turnIds) {
        return new SkillVersion(
                agentId,
                name,
                version,
                SkillStatus.ACTIVE,
                new SkillText("say so", "correction", ""),
                new SkillOrigin("e1", 1, List.of(turnIds), List.of("a question")),
                version);
    }
}
