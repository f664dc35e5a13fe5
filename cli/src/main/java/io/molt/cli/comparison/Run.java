package io.molt.cli.comparison;

import io.molt.operators.learn.Advantages;
import io.molt.schemas.adapter.AdapterVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One way in which a history was judged and learned.
 *
 * @param name {@code live} or a replay's
 * @param how what was different from the installation's settings
 * @param spans by agent, the part of its log that was learned
 * @param turns of those parts in log order, every revision
 * @param versions that were made, by agent and number
 */
public record Run(
        String name, How how, SortedMap<String, Span> spans, List<JudgedTurn> turns, List<AdapterVersion> versions) {

    public Run {
        spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
        turns = List.copyOf(turns);
        versions = List.copyOf(versions);
    }

    /**
     * How a run was made.
     *
     * @param set settings that were changed, as they were typed
     * @param notes sentences about what else was different
     * @param judgedAgain whether it asked a judge; false if it read the votes of then, which costs nothing
     * @param advantages what rewards were compared with
     * @param seconds that it took; empty if nobody took the time
     */
    public record How(
            Map<String, String> set,
            List<String> notes,
            boolean judgedAgain,
            Advantages advantages,
            OptionalDouble seconds) {

        public How {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            notes = List.copyOf(notes);
        }
    }

    /** What of this run lies in those parts of the logs. */
    public Run within(Map<String, Span> parts) {
        SortedMap<String, Span> common = new TreeMap<>();
        spans.forEach((agent, span) -> {
            if (parts.containsKey(agent)) {
                common.put(agent, span.and(parts.get(agent)));
            }
        });
        return new Run(
                name,
                how,
                common,
                turns.stream()
                        .filter(turn -> holds(common, turn.agentId(), turn.agentSeq()))
                        .toList(),
                versions.stream()
                        .filter(version -> holds(
                                common,
                                version.agentId(),
                                version.lineage().foldPoint().lastSeq()))
                        .toList());
    }

    /** What of this run any of the others has, too, with notes that say so. */
    public Run alongside(List<Run> others) {
        SortedMap<String, Span> parts = new TreeMap<>();
        others.forEach(other -> other.spans().forEach((agent, span) -> parts.merge(agent, span, Span::hull)));
        List<String> notes = new ArrayList<>(how.notes());
        spans.forEach((agent, span) -> {
            if (!parts.containsKey(agent)) {
                notes.add("of " + name + ", " + agent + " is left out: no other run has it");
            } else if (!span.equals(span.and(parts.get(agent)))) {
                notes.add("of " + name + ", the log of " + agent + " is looked at from " + span.and(parts.get(agent)));
            }
        });
        Run part = within(parts);
        How noted = new How(how.set(), notes, how.judgedAgain(), how.advantages(), how.seconds());
        return new Run(name, noted, part.spans(), part.turns(), part.versions());
    }

    /** Every turn as it was judged last, by id. */
    Map<String, JudgedTurn> latest() {
        Map<String, JudgedTurn> latest = new LinkedHashMap<>();
        for (JudgedTurn turn : turns) {
            latest.merge(turn.turnId(), turn, (one, other) -> other.revision() >= one.revision() ? other : one);
        }
        return latest;
    }

    /** Every turn as it was judged first, by id: only that one trains. */
    Map<String, JudgedTurn> first() {
        Map<String, JudgedTurn> first = new LinkedHashMap<>();
        for (JudgedTurn turn : turns) {
            first.merge(turn.turnId(), turn, (one, other) -> other.revision() < one.revision() ? other : one);
        }
        return first;
    }

    private static boolean holds(Map<String, Span> spans, String agent, long agentSeq) {
        return spans.containsKey(agent) && spans.get(agent).holds(agentSeq);
    }
}
