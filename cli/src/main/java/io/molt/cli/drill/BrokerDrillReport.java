package io.molt.cli.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a broker's absence has cost; in JSON the names are in snake case.
 *
 * @param seed of everything that is random
 * @param seconds from the first process to the last comparison
 * @param awaySeconds how long there was no broker
 * @param sessions that simulated users ended
 * @param brokenSessions that broke off since a request got no whole reply
 * @param seenWhole turns whose answer a user has read to its end
 * @param spooled records that waited on disk when the broker came back
 * @param onlineSeconds from then, its start included, until all of them were at the broker
 * @param events on the topic, repetitions included
 * @param repeated events that came again
 * @param entries of all logs
 * @param differences what is not as it should be
 */
record BrokerDrillReport(
        long seed,
        double seconds,
        double awaySeconds,
        int sessions,
        int brokenSessions,
        int seenWhole,
        long spooled,
        double onlineSeconds,
        int events,
        int repeated,
        int entries,
        List<String> differences) {

    BrokerDrillReport {
        differences = List.copyOf(differences);
    }

    @JsonProperty
    boolean kept() {
        return differences.isEmpty() && sessions > 0;
    }
}
