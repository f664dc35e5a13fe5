package io.molt.cli.drill.hostile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What attacks have cost; in JSON the names are in snake case.
 *
 * @param seconds of the whole drill
 * @param alone how long an agent waits without an attack
 * @param slowHeaders beside connections that send their headers byte by byte
 * @param badKeys beside keys that nobody has
 * @param bodies what became of many bodies as long as they may be: how often each status was answered
 * @param residentMegabytes of the proxy after them
 * @param differences what is not as it was promised
 */
public record HostileReport(
        double seconds,
        Waits alone,
        Beside slowHeaders,
        Beside badKeys,
        Map<String, Integer> bodies,
        long residentMegabytes,
        List<String> differences) {

    static final double MOST = 2;

    /**
     * Beside an attack.
     *
     * @param attempts of the attackers in all rounds: connections, or keys that were refused
     * @param attemptsPerSecond of them
     * @param p99OfAlone how many times as long
     */
    public record Beside(Waits waits, long attempts, double attemptsPerSecond, double p99OfAlone) {}

    public HostileReport {
        bodies = Map.copyOf(bodies);
        differences = List.copyOf(differences);
    }

    static List<String> differences(Waits alone, Beside slowHeaders, Beside badKeys, Map<String, Integer> bodies) {
        List<String> differences = new ArrayList<>();
        look(differences, "slow headers", slowHeaders);
        look(differences, "bad keys", badKeys);
        if (alone.failed() > 0) {
            differences.add(alone.failed() + " requests failed without an attack");
        }
        if (!List.of("200", "429").containsAll(bodies.keySet())) {
            differences.add("of many long bodies some were neither answered nor told to come again: " + bodies);
        }
        return differences;
    }

    private static void look(List<String> differences, String attack, Beside beside) {
        if (beside.waits().failed() > 0) {
            differences.add(beside.waits().failed() + " requests failed beside " + attack);
        }
        if (!(beside.p99OfAlone() <= MOST)) {
            differences.add(
                    "p99 beside %s is %.1f times that of the agent alone".formatted(attack, beside.p99OfAlone()));
        }
    }

    @JsonProperty
    public boolean kept() {
        return differences.isEmpty();
    }
}
