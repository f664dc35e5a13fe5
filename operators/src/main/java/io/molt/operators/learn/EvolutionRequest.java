package io.molt.operators.learn;

import java.util.List;

/**
 * Failures that are to become skills.
 *
 * @param agentId whose
 * @param agentSeq the entry that completed them
 * @param atMillis log time of that entry
 * @param generation the agent's skill generation from this evolution on, 1 for the first
 * @param failures in log order
 */
public record EvolutionRequest(String agentId, long agentSeq, long atMillis, long generation, List<Failure> failures) {

    public EvolutionRequest {
        failures = List.copyOf(failures);
    }

    /** Names the evolution; a function of the log alone, so that it is the same after a restart. */
    public String evolutionId() {
        return agentId + "/" + agentSeq;
    }
}
