package io.molt.cli.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings with several values each, as every combination of them. */
final class Sweep {

    private static final int MOST = 64;

    private Sweep() {}

    /**
     * The combinations, the first setting's values changing slowest.
     *
     * @param set name to values that commas part
     * @throws IllegalArgumentException if there are more than 64
     */
    static List<Map<String, String>> of(Map<String, String> set) {
        List<Map<String, String>> runs = List.of(Map.of());
        for (Map.Entry<String, String> setting : set.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> run : runs) {
                for (String value : setting.getValue().split(",", -1)) {
                    Map<String, String> next = new LinkedHashMap<>(run);
                    next.put(setting.getKey(), value.strip());
                    more.add(next);
                }
            }
            if (more.size() > MOST) {
                throw new IllegalArgumentException("a sweep has at most " + MOST + " runs, but this one has more");
            }
            runs = more;
        }
        return runs;
    }
}
