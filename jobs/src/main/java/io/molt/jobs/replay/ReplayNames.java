package io.molt.jobs.replay;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which settings a replay may change, and the short names that people type. */
public final class ReplayNames {

    /** Short name to setting. */
    public static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("judge", "judge.kind"),
            Map.entry("strict", "judge.strict"),
            Map.entry("votes", "judge.votes"),
            Map.entry("mode", "learn.mode"),
            Map.entry("method", "learn.method"),
            Map.entry("loss", "learn.loss"),
            Map.entry("advantage", "learn.advantage"),
            Map.entry("lr", "learn.learningRate"),
            Map.entry("lag", "learn.maxLag"),
            Map.entry("seed", "learn.seed"),
            Map.entry("N", "batch.size"),
            Map.entry("skills", "skills.enabled"));

    private static final Set<String> PARTS = Set.of("judge", "learn", "batch", "skills", "quality");

    /** Settings that commands of the log change, too: setting to the command's argument. */
    private static final Map<String, String> COMMANDED = Map.of(
            "learn.mode", "mode",
            "learn.method", "method",
            "batch.size", "size",
            "batch.minSize", "minSize",
            "batch.maxWait", "maxWait");

    private ReplayNames() {}

    /**
     * The settings behind what was typed.
     *
     * @throws IllegalArgumentException if something else than judging and learning is to be changed
     */
    public static Map<String, String> full(Map<String, String> typed) {
        Map<String, String> full = new TreeMap<>();
        typed.forEach((name, value) -> {
            String key = SHORT.getOrDefault(name, name);
            if (!PARTS.contains(key.replaceFirst("\\..*", ""))) {
                throw new IllegalArgumentException("a replay cannot change " + name + "; it can change "
                        + String.join(", ", new TreeSet<>(SHORT.keySet()))
                        + ", and every setting of judge, learn, batch, skills and quality");
            }
            full.put(key, value);
        });
        return full;
    }

    /** What no command of the log may change, since the replay was told. */
    static Set<String> fixed(Set<String> changed) {
        Set<String> fixed = new TreeSet<>();
        COMMANDED.forEach((key, argument) -> {
            if (changed.contains(key)) {
                fixed.add(argument);
            }
        });
        return fixed;
    }
}
