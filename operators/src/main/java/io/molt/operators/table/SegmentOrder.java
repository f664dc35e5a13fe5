package io.molt.operators.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns of a session in the order in which they were asked: each after those that it followed, whatever clocks said.
 *
 * @param turns in that order
 */
record SegmentOrder(List<SegmentTurn> turns) {

    SegmentOrder(List<SegmentTurn> turns) {
        Map<String, List<SegmentTurn>> before = followed(turns);
        Set<SegmentTurn> placed = new LinkedHashSet<>();
        turns.stream()
                .sorted(Comparator.comparingLong(SegmentTurn::requestedAtMillis)
                        .thenComparingLong(SegmentTurn::agentSeq))
                .forEach(turn -> place(turn, before, placed));
        this.turns = List.copyOf(placed);
    }

    /** Puts a turn behind all that lead to it, without recursion: a chain may be long. */
    private static void place(SegmentTurn turn, Map<String, List<SegmentTurn>> before, Set<SegmentTurn> placed) {
        List<SegmentTurn> chain = new ArrayList<>();
        Set<SegmentTurn> met = new HashSet<>();
        chain.add(turn);
        for (int i = 0; i < chain.size(); i++) {
            for (SegmentTurn earlier : before.getOrDefault(chain.get(i).turnId(), List.of())) {
                if (!placed.contains(earlier) && met.add(earlier)) {
                    chain.add(earlier);
                }
            }
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            placed.add(chain.get(i));
        }
    }

    private static Map<String, List<SegmentTurn>> followed(List<SegmentTurn> turns) {
        Map<String, List<SegmentTurn>> before = new HashMap<>();
        for (SegmentTurn turn : turns) {
            if (!turn.nextTurnId().isEmpty() && !turn.is(SegmentTurn.LAST)) {
                before.computeIfAbsent(turn.nextTurnId(), id -> new ArrayList<>())
                        .add(turn);
            }
        }
        return before;
    }

    /**
     * What each turn followed is here too, or it followed nothing; and so is what followed each but the last.
     *
     * @param beginnings turns that are known to begin a segment
     */
    boolean isWhole(List<String> beginnings) {
        Map<String, List<SegmentTurn>> before = followed(turns);
        Set<String> here = new HashSet<>();
        turns.forEach(turn -> here.add(turn.turnId()));
        Set<Integer> brokeOff = new HashSet<>();
        boolean whole = here.containsAll(before.keySet());
        for (int i = 0; i < turns.size(); i++) {
            SegmentTurn turn = turns.get(i);
            boolean begins = beginnings.contains(turn.turnId());
            boolean entered = begins
                    || turn.replies() == 0
                    || before.containsKey(turn.turnId())
                    || brokeOff.contains(turn.replies()); // the same again, after a failure
            if (entered && turn.brokeOff()) {
                brokeOff.add(turn.replies());
            }
            boolean endMissing = begins && i > 0;
            whole &= !endMissing && (entered || turn.is(SegmentTurn.RETRIED));
        }
        return whole;
    }
}
