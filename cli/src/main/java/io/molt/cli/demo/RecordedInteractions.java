package io.molt.cli.demo;

import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRequested;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which interactions a home has recorded, so that a run goes on where another was killed.
 *
 * <p>An interaction is through when its feedback is recorded; one that was cut off before is asked again in a session of
 * its own.
 */
final class RecordedInteractions {

    private static final Pattern SESSION = Pattern.compile("interaction-(\\d{1,6})-.*");

    private final Map<String, SortedSet<Integer>> byAgent = new HashMap<>();

    RecordedInteractions(List<TurnEvent> turns) {
        for (TurnEvent event : turns) {
            if (event instanceof TurnRequested requested && requested.sessionDone()) {
                Matcher session = SESSION.matcher(requested.turn().sessionId());
                if (session.matches()) {
                    byAgent.computeIfAbsent(requested.turn().agentId(), unseen -> new TreeSet<>())
                            .add(Integer.valueOf(session.group(1)));
                }
            }
        }
    }

    /** The session of an interaction in one run; another run gives the same interaction another session. */
    static String sessionId(int index, String run) {
        return "interaction-" + index + "-" + run;
    }

    /** How many of an agent's interactions are through. */
    int count(String agentId) {
        return byAgent.getOrDefault(agentId, new TreeSet<>()).size();
    }

    /** Those of 0 to {@code total - 1} that are not. */
    List<Integer> due(String agentId, int total) {
        SortedSet<Integer> through = byAgent.getOrDefault(agentId, new TreeSet<>());
        return IntStream.range(0, total)
                .filter(index -> !through.contains(index))
                .boxed()
                .toList();
    }
}
