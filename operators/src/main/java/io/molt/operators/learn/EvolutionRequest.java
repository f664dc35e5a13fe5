package io.molt.operators.learn;

import java.util.List;

/**
 * Failures that are to become skills, or what somebody asked to forget, with the skills that came of it.
 *
 * @param agentId whose
 * @param agentSeq the entry that completed them, or that asked
 * @param atMillis log time of that entry
 * @param generation the agent's skill generation from this evolution on, 1 for the first
 * @param failures in log order; none if something is to be forgotten
 * @param forgotten one at most
 */
public record EvolutionRequest(
        String agentId,
        long agentSeq,
        long atMillis,
        long generation,
        List<Failure> failures,
        List<Forgotten> forgotten) {

    public EvolutionRequest {
        failures = List.copyOf(failures);
        // One that an older release sent on its way has none.
        forgotten = forgotten == null ? List.of() : List.copyOf(forgotten);
    }

    /** Names the evolution; a function of the log alone, so that it is the same after a restart. */
    public String evolutionId() {
        return agentId + "/" + agentSeq;
    }
}
