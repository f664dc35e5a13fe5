package io.molt.cli.drill;

import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnEvent;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What clients have seen, compared with what was recorded.
 *
 * @param events on the topic, repetitions included
 * @param repeated events that came again
 * @param missing turns whose request or answer was not recorded
 * @param disordered sessions whose events did not come in the client's order, each counted where it came first
 */
record TopicAudit(int events, int repeated, List<Seen> missing, List<String> disordered) {

    TopicAudit {
        missing = List.copyOf(missing);
        disordered = List.copyOf(disordered);
    }

    static TopicAudit of(List<Seen> seen, List<TurnEvent> topic) {
        Map<String, Set<String>> recorded = new HashMap<>();
        int events = 0;
        int repeated = 0;
        for (TurnEvent event : topic) {
            Optional<String> name = name(event);
            if (name.isPresent()) {
                events++;
                boolean first = recorded.computeIfAbsent(session(event), unseen -> new LinkedHashSet<>())
                        .add(name.get());
                repeated += first ? 0 : 1;
            }
        }
        List<Seen> missing = new ArrayList<>();
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (Seen turn : seen) {
            Set<String> names = recorded.getOrDefault(turn.session(), Set.of());
            List<String> both = List.of("asked " + turn.turnId(), "answered " + turn.turnId());
            if (names.containsAll(both)) {
                wanted.computeIfAbsent(turn.session(), unseen -> new ArrayList<>())
                        .addAll(both);
            } else {
                missing.add(turn);
            }
        }
        List<String> disordered = new ArrayList<>();
        wanted.forEach((session, names) -> {
            Set<String> known = new HashSet<>(names);
            if (!recorded.get(session).stream().filter(known::contains).toList().equals(names)) {
                disordered.add(session);
            }
        });
        return new TopicAudit(events, repeated, missing, disordered);
    }

    private static String session(TurnEvent event) {
        TurnRef turn = event instanceof TurnRequested asked ? asked.turn() : ((TurnAnswered) event).turn();
        return turn.agentId() + "/" + turn.sessionId();
    }

    private static Optional<String> name(TurnEvent event) {
        if (event instanceof TurnRequested asked) {
            return Optional.of("asked " + asked.turn().turnId());
        }
        return event instanceof TurnAnswered answered
                ? Optional.of("answered " + answered.turn().turnId())
                : Optional.empty();
    }
}
