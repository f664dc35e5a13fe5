package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import java.util.HashMap;
import java.util.Map;

/** What training shows of itself, over all agents of one operator. */
final class TrainProgress {

    private final Map<String, Integer> queued = new HashMap<>();
    private Map<String, Double> last = Map.of();
    private double stepSeconds;

    void made(AdapterVersion version, double seconds) {
        last = version.report().metrics();
        stepSeconds = seconds;
    }

    void queued(String agentId, int batches) {
        if (batches == 0) {
            queued.remove(agentId);
        } else {
            queued.put(agentId, batches);
        }
    }

    /** A metric of the last step; 0 before the first, and where the step has none. */
    double last(String metric) {
        return last.getOrDefault(metric, 0.0);
    }

    double stepSeconds() {
        return stepSeconds;
    }

    /** Batches that wait or are being trained. */
    int queued() {
        return queued.values().stream().mapToInt(Integer::intValue).sum();
    }
}
