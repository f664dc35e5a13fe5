package io.molt.cli.drill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a proxy's deaths have cost; in JSON the names are in snake case.
 *
 * @param seed of everything that is random
 * @param seconds from the first process to the last comparison
 * @param ack what the proxy promised
 * @param kills of the proxy
 * @param seenWhole turns whose answer a client has read to its end
 * @param broken answers that broke off, and requests that no proxy took
 * @param events on the topic, repetitions included
 * @param repeated events that came again
 * @param missing turns that were seen whole and are not on the topic
 * @param differences what is not as it was promised
 */
record ProxyDrillReport(
        long seed,
        double seconds,
        String ack,
        int kills,
        int seenWhole,
        int broken,
        int events,
        int repeated,
        int missing,
        List<String> differences) {

    ProxyDrillReport {
        differences = List.copyOf(differences);
    }

    @JsonProperty
    boolean kept() {
        return differences.isEmpty() && seenWhole > 0 && broken > 0;
    }
}
