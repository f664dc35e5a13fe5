package io.molt.schemas.skill;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where a skill comes from.
 *
 * @param evolutionId the evolution that wrote it, a function of the agent's log; empty for imported skills
 * @param generation the agent's skill generation from this evolution on, 1 for the first
 * @param turnIds the failed turns behind it
 * @param questions what the users had asked in those turns; retrieval searches them too
 */
public record SkillOrigin(String evolutionId, long generation, List<String> turnIds, List<String> questions) {

    public SkillOrigin {
        requireNonNull(evolutionId, "evolutionId");
        turnIds = List.copyOf(turnIds);
        questions = List.copyOf(questions);
    }
}
