package io.molt.cli.drill;

import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of a drill's cluster: small batches, so that there is always a step to die in. */
final class DrillSettings {

    private DrillSettings() {}

    static Map<String, String> of(long seed) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("learn.seed", String.valueOf(seed));
        settings.put("skills.enabled", "false");
        settings.put("batch.size", "4");
        settings.put("batch.minSize", "2");
        settings.put("batch.maxWait", "PT10S");
        for (String port : new String[] {"proxy.port", "engine.port", "kafka.port", "flink.webPort"}) {
            settings.put(port, "0");
        }
        return settings;
    }
}
