package io.molt.jobs.replay;

import io.molt.operators.replay.ReplayScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is asked of a replay.
 *
 * @param recorded settings of the live jobs
 * @param changed what the replay is to have instead, under the names that settings have
 * @param scope what is replayed
 * @param agent whose log; empty for all
 * @param directory of the replay
 */
public record ReplayRequest(
        Map<String, String> recorded,
        Map<String, String> changed,
        ReplayScope scope,
        Optional<String> agent,
        String directory) {

    private static final String CHANGE = "change.";
    private static final String REPLAY = "replay.";

    public ReplayRequest {
        recorded = Map.copyOf(recorded);
        changed = Map.copyOf(changed);
    }

    /** The request as arguments of {@link ReplayJob#main}. */
    public List<String> arguments() {
        Map<String, String> all = new TreeMap<>(recorded);
        changed.forEach((key, value) -> all.put(CHANGE + key, value));
        all.put(REPLAY + "from", String.valueOf(scope.fromMillis()));
        all.put(REPLAY + "to", String.valueOf(scope.toMillis()));
        all.put(REPLAY + "without", String.join(",", scope.without()));
        all.put(REPLAY + "base", String.valueOf(scope.base()));
        all.put(REPLAY + "agent", agent.orElse(""));
        all.put(REPLAY + "directory", directory);
        List<String> arguments = new ArrayList<>();
        all.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        return arguments;
    }

    /** The request behind arguments, key to value. */
    static ReplayRequest of(Map<String, String> arguments) {
        Map<String, String> recorded = new TreeMap<>();
        Map<String, String> changed = new TreeMap<>();
        arguments.forEach((key, value) -> {
            if (key.startsWith(CHANGE)) {
                changed.put(key.substring(CHANGE.length()), value);
            } else if (!key.startsWith(REPLAY)) {
                recorded.put(key, value);
            }
        });
        String without = arguments.getOrDefault(REPLAY + "without", "");
        return new ReplayRequest(
                recorded,
                changed,
                new ReplayScope(
                        Long.parseLong(arguments.getOrDefault(REPLAY + "from", String.valueOf(Long.MIN_VALUE))),
                        Long.parseLong(arguments.getOrDefault(REPLAY + "to", String.valueOf(Long.MAX_VALUE))),
                        without.isEmpty() ? Set.of() : Set.of(without.split(",", -1)),
                        Long.parseLong(arguments.getOrDefault(REPLAY + "base", String.valueOf(ReplayScope.AS_IT_WAS)))),
                Optional.of(arguments.getOrDefault(REPLAY + "agent", "")).filter(name -> !name.isEmpty()),
                Optional.ofNullable(arguments.get(REPLAY + "directory"))
                        .orElseThrow(() -> new IllegalArgumentException("--replay.directory says where it goes")));
    }
}
