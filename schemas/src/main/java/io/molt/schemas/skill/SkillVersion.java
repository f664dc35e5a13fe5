package io.molt.schemas.skill;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One version of one skill of one agent.
 *
 * @param agentId whose; an agent never sees another's
 * @param name lower-case words joined by hyphens, unique within the agent
 * @param version 1, 2, 3, ...
 * @param status injected or not
 * @param text what it says
 * @param origin the turns that led to it
 * @param atMillis log time of the evolution, epoch milliseconds UTC
 */
public record SkillVersion(
        String agentId,
        String name,
        long version,
        SkillStatus status,
        SkillText text,
        SkillOrigin origin,
        long atMillis) {

    public SkillVersion {
        requireNonNull(agentId, "agentId");
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(text, "text");
        requireNonNull(origin, "origin");
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+){0,15}") || name.length() > 80) {
            throw new IllegalArgumentException(
                    "a skill's name is lower-case words joined by hyphens, at most 80 characters, but was '" + name
                            + "'");
        }
    }

    /** The version that takes it back, without a word of what it said; name, generation and turns stay. */
    public SkillVersion retired(long nowMillis) {
        return new SkillVersion(
                agentId,
                name,
                version + 1,
                SkillStatus.RETIRED,
                SkillText.NONE,
                new SkillOrigin(origin.evolutionId(), origin.generation(), origin.turnIds(), List.of()),
                nowMillis);
    }

    /** How a turn names it: {@code name@v3}. */
    public String label() {
        return name + "@v" + version;
    }
}
