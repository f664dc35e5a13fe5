package io.molt.schemas.skill;

import static java.util.Objects.requireNonNull;

/**
 * What a SKILL.md says.
 *
 * @param description the rule in one line: what is injected first
 * @param category one word or a few
 * @param body Markdown; empty if the description says everything
 */
public record SkillText(String description, String category, String body) {

    /** Of a skill whose words are gone. */
    public static final SkillText NONE = new SkillText("", "", "");

    public SkillText {
        requireNonNull(description, "description");
        requireNonNull(category, "category");
        requireNonNull(body, "body");
    }
}
