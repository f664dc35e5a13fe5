package io.molt.cli.stack;

import io.molt.jobs.embedded.FreePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ports of a stack, all on the loopback interface; 0 in the settings takes any free one. */
final class Ports {

    private static final Map<String, Integer> USUAL = usual();

    private Ports() {}

    private static Map<String, Integer> usual() {
        Map<String, Integer> usual = new LinkedHashMap<>();
        usual.put("proxy.port", 8800);
        usual.put("engine.port", 8801);
        usual.put("flink.webPort", 8081);
        usual.put("kafka.port", 9092);
        return usual;
    }

    /**
     * The settings with a free port for each of the four.
     *
     * @throws IllegalStateException if a port is taken; names every one
     */
    static Map<String, String> choose(Map<String, String> settings) throws IOException {
        Map<String, String> chosen = new LinkedHashMap<>(settings);
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Integer> each : USUAL.entrySet()) {
            String text = settings.getOrDefault(each.getKey(), String.valueOf(each.getValue()));
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
                continue; // the settings' own checks say what is wrong with it
            }
            int port = Integer.parseInt(text);
            if (port != 0 && !FreePort.isFree(port)) {
                taken.add(each.getKey() + " " + text);
            }
            chosen.put(each.getKey(), String.valueOf(port == 0 ? FreePort.find() : port));
        }
        if (!taken.isEmpty()) {
            throw new IllegalStateException("ports are taken: " + String.join(", ", taken)
                    + "; stop what uses them, or set others in molt.yaml");
        }
        return chosen;
    }
}
