package io.molt.cli.drill;

import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.turn.TurnEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the log says of every recorded turn what it should, once per revision, in order and without a gap. */
final class LogAudit {

    private LogAudit() {}

    /** One sentence per difference. */
    static List<String> differences(List<TurnEvent> turns, List<LogEntry> log) {
        List<String> differences = new ArrayList<>();
        byAgent(log).forEach((agent, entries) -> order(agent, entries, differences));
        Map<String, Expected> expected = Expected.of(turns);
        Map<String, Integer> seen = new HashMap<>();
        for (LogEntry entry : log) {
            if (entry instanceof ScoredTurn scored) {
                String turnId = scored.turn().turnId();
                String which = turnId + " revision " + scored.revision();
                if (seen.merge(which, 1, Integer::sum) > 1) {
                    differences.add("turn " + which + " is in the log more than once");
                }
                if (!expected.containsKey(turnId)) {
                    differences.add("turn " + turnId + " is in the log but was never recorded");
                } else if (scored.revision() == 0) {
                    expected.get(turnId).difference(scored).ifPresent(differences::add);
                }
            }
        }
        expected.values().stream()
                .filter(each -> each.required() && !seen.containsKey(each.turnId() + " revision 0"))
                .forEach(each -> differences.add("turn " + each.turnId() + " is not in the log"));
        return differences;
    }

    /** Whether nothing that must come has still to come. */
    static boolean isComplete(List<TurnEvent> turns, List<LogEntry> log) {
        var logged = log.stream()
                .filter(ScoredTurn.class::isInstance)
                .map(entry -> ((ScoredTurn) entry).turn().turnId())
                .collect(java.util.stream.Collectors.toSet());
        return Expected.of(turns).values().stream()
                .filter(Expected::required)
                .allMatch(each -> logged.contains(each.turnId()));
    }

    /** Each agent's log in its order. */
    static Map<String, List<LogEntry>> byAgent(List<LogEntry> log) {
        Map<String, List<LogEntry>> byAgent = new TreeMap<>();
        log.stream()
                .sorted(Comparator.comparingLong(entry -> entry.position().agentSeq()))
                .forEach(entry -> byAgent.computeIfAbsent(entry.position().agentId(), unseen -> new ArrayList<>())
                        .add(entry));
        return byAgent;
    }

    private static void order(String agent, List<LogEntry> entries, List<String> differences) {
        long time = Long.MIN_VALUE;
        for (int i = 0; i < entries.size(); i++) {
            var position = entries.get(i).position();
            if (position.agentSeq() != i + 1) {
                differences.add(
                        "the log of " + agent + " has " + position.agentSeq() + " where " + (i + 1) + " belongs");
                return;
            }
            if (position.sequencedAtMillis() < time) {
                differences.add("the log of " + agent + " goes back in time at " + position.agentSeq());
            }
            time = position.sequencedAtMillis();
        }
    }
}
