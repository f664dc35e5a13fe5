package io.molt.operators.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.skill.SkillText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkillMarkdownTest {

    @Test
    void what_is_written_can_be_read_again_quotes_and_colons_included() {
        SkillText text = new SkillText("Say \"noon\": always, with a \\.", "correction", "# Why\n\nBecause.");

        assertThat(SkillMarkdown.parse(SkillMarkdown.render("say-noon", text)))
                .isEqualTo(new SkillMarkdown.Named("say-noon", text));
    }

    @Test
    void a_file_that_a_person_wrote_without_quotes_is_read() {
        SkillMarkdown.Named named = SkillMarkdown.parse("---\nname: dates\ndescription: Use dots.\n---\nMore.");

        assertThat(named.name()).isEqualTo("dates");
        assertThat(named.text()).isEqualTo(new SkillText("Use dots.", "", "More."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no front matter", "---\nname: x\ndescription: y", "---\nname: x\n---\nbody"})
    void a_file_without_front_matter_a_name_and_a_description_is_refused(String markdown) {
        assertThatThrownBy(() -> SkillMarkdown.parse(markdown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a SKILL.md");
    }
}
