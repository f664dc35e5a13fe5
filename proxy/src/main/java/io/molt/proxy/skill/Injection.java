package io.molt.proxy.skill;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.skill.Rules;
import io.molt.schemas.skill.SkillVersion;
import java.util.List;
import java.util.Optional;

/**
 * What is injected into one turn.
 *
 * @param skills in the order of injection, each {@code name@v3}
 * @param generation the agent's skill generation
 * @param text exactly what is appended to the first system message, or makes one; empty for nothing
 */
public record Injection(List<String> skills, long generation, String text) {

    public Injection {
        requireNonNull(text, "text");
        skills = List.copyOf(skills);
    }

    /** Nothing, at some generation. */
    public static Injection nothing(long generation) {
        return new Injection(List.of(), generation, "");
    }

    /**
     * The rules of the skills that fit.
     *
     * @param system what stands in the system prompt; empty if there is none
     * @param lastUser the user's last message
     */
    public static Injection into(Optional<String> system, String lastUser, SkillIndex index) {
        List<SkillVersion> skills = index.select(lastUser);
        String text = Rules.addition(
                system.orElse(""),
                skills.stream().map(skill -> skill.text().description()).toList());
        return new Injection(skills.stream().map(SkillVersion::label).toList(), index.generation(), text);
    }
}
