package io.molt.cli.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a drill found; in JSON the names are in snake case.
 *
 * @param seed of everything that is random
 * @param seconds from the first process to the last comparison
 * @param deaths who died, in order
 * @param sessions that simulated users ended
 * @param brokenSessions that broke off since a request got no whole reply
 * @param turns recorded events
 * @param entries of all logs
 * @param versions announced, each counted once
 * @param drainSeconds from the last word of the users until everything had been learned
 * @param differences what is not as it should be
 */
record DrillReport(
        long seed,
        double seconds,
        List<Died> deaths,
        int sessions,
        int brokenSessions,
        int turns,
        int entries,
        long versions,
        double drainSeconds,
        List<String> differences) {

    DrillReport {
        deaths = List.copyOf(deaths);
        differences = List.copyOf(differences);
    }

    @JsonProperty
    boolean kept() {
        return differences.isEmpty() && versions > 0;
    }
}
