package io.molt.operators.skill;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any file is a skill or is refused with a reason; what was read is read again after it was written. */
class SkillMarkdownFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_file_is_read_or_refused(byte[] bytes) {
        SkillMarkdown.Named named;
        try {
            named = SkillMarkdown.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("a SKILL.md");
            return;
        }
        assertThat(SkillMarkdown.parse(SkillMarkdown.render("name", named.text()))
                        .text())
                .isEqualTo(named.text());
    }
}
