package io.molt.cli.demo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the demo sets smaller than the product's defaults, so that two minutes of talk are enough to learn from. */
final class DemoSettings {

    private DemoSettings() {}

    /** Defaults of the demo, which a settings file in its home may change. */
    static Map<String, String> smallerThanUsual() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("learn.mode", "rl");
        settings.put("learn.learningRate", "1e-3");
        settings.put("learn.passes", "3");
        settings.put("learn.loss", "ppo");
        settings.put("learn.klToBase", "0.05");
        settings.put("learn.rank", "16");
        settings.put("learn.alpha", "32");
        settings.put("batch.size", "4");
        settings.put("batch.minSize", "2");
        settings.put("batch.maxWait", "PT20S");
        settings.put("skills.threshold", "1");
        settings.put("proxy.port", "0");
        settings.put("engine.port", "0");
        settings.put("kafka.port", "0");
        settings.put("flink.webPort", "0");
        return settings;
    }

    /** What the command line says, which nothing changes. */
    static Map<String, String> of(DemoOptions options) {
        return Map.of(
                "learn.method", options.method().name().toLowerCase(Locale.ROOT),
                "learn.seed", String.valueOf(options.seed()),
                "skills.enabled", String.valueOf(options.skills()));
    }
}
