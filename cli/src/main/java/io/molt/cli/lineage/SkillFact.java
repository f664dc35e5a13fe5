package io.molt.cli.lineage;

import java.util.List;

/**
 * A version of a skill.
 *
 * @param label {@code name@v3}
 * @param status active or retired
 * @param description what it is for
 * @param generation the agent's skill generation that it began
 * @param turnIds the failed turns behind it
 */
record SkillFact(String label, String status, String description, long generation, List<String> turnIds) {

    SkillFact {
        turnIds = List.copyOf(turnIds);
    }

    /** Whether its words are gone on purpose. */
    boolean forgotten() {
        return description.isEmpty();
    }
}
