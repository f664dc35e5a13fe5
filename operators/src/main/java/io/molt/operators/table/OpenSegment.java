package io.molt.operators.table;

import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.table.TrajectoryRow;
import io.molt.schemas.turn.TurnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was logged of a session and is in no trajectory yet.
 *
 * <p>Pure. A segment ends with the turn that nothing followed, or after which the client rewrote its history. It is whole
 * when for each of its turns the one before is there, in whatever order the log has them: a turn that needs no judge may be
 * numbered before the one that it followed. Side turns, attempts that were repeated and later revisions are no part of it.
 *
 * @param firstSeq agentSeq of the first of {@code turnIds}; without meaning if there are none
 * @param turnIds turns that a release before this one kept, in log order, before all of {@code turns}
 * @param rewards of those, same order
 * @param policies of those, same order
 * @param turns as {@link SegmentOrder} has them; at most {@value #LONGEST}, a longer segment is closed there
 * @param beginnings turns that follow none of this session's segments although their prompt has replies, oldest first
 */
public record OpenSegment(
        long firstSeq,
        List<String> turnIds,
        List<Double> rewards,
        List<String> policies,
        List<SegmentTurn> turns,
        List<String> beginnings) {

    static final int LONGEST = 1000;
    static final OpenSegment EMPTY = new OpenSegment(0, List.of(), List.of(), List.of(), List.of(), List.of());

    private static final int MOST_BEGINNINGS = 16;

    public OpenSegment {
        turnIds = List.copyOf(turnIds);
        rewards = List.copyOf(rewards);
        policies = List.copyOf(policies);
        turns = turns == null ? List.of() : List.copyOf(turns); // an earlier release's state has none
        beginnings = beginnings == null ? List.of() : List.copyOf(beginnings);
    }

    /**
     * What an entry leads to.
     *
     * @param left what is open from now on
     * @param closed in order
     */
    record Step(OpenSegment left, List<TrajectoryRow> closed) {}

    static boolean concerns(ScoredTurn turn) {
        boolean first = turn.revision() == 0;
        return turn.exchange().kind() == TurnKind.MAIN
                && (first || !turn.nextState().turnId().isEmpty());
    }

    /** A turn is logged that {@link #concerns}. */
    Step with(ScoredTurn turn, long nowMillis) {
        List<SegmentTurn> more = new ArrayList<>(turns);
        List<String> begin = new ArrayList<>(beginnings);
        String next = turn.nextState().turnId();
        if (turn.revision() == 0) {
            more.add(SegmentTurn.of(turn, nowMillis));
        }
        boolean found = false;
        for (int i = 0; i < more.size() && turn.revision() > 0; i++) {
            SegmentTurn open = more.get(i);
            if (open.turnId().equals(turn.turn().turnId()) && open.brokeOff()) {
                more.set(i, open.followedBy(next)); // its reply was lost at first
                found = true;
            }
        }
        if (SegmentTurn.rewritten(turn) || (turn.revision() > 0 && !found)) {
            begin.add(next); // what it follows is closed
        }
        while (begin.size() > MOST_BEGINNINGS) {
            begin.remove(0);
        }
        return new OpenSegment(firstSeq, turnIds, rewards, policies, new SegmentOrder(more).turns(), begin)
                .closing(turn.turn().agentId(), turn.turn().sessionId(), Long.MIN_VALUE);
    }

    /** Closes what is whole, and what ended before {@code endedMillis} of processing time, whole or not. */
    Step closing(String agentId, String sessionId, long endedMillis) {
        OpenSegment left = this;
        List<TrajectoryRow> closed = new ArrayList<>();
        List<SegmentTurn> segment = new ArrayList<>();
        for (SegmentTurn turn : turns) {
            segment.add(turn);
            boolean longest = left.turnIds.size() + segment.size() >= LONGEST;
            if (turn.is(SegmentTurn.LAST) || longest) {
                if (longest || turn.seenAtMillis() < endedMillis || left.isWhole(segment)) {
                    left.trajectory(agentId, sessionId, segment).ifPresent(closed::add);
                    left = left.without(segment);
                }
                segment = new ArrayList<>();
            }
        }
        return new Step(left, closed);
    }

    boolean isEmpty() {
        return turnIds.isEmpty() && turns.isEmpty() && beginnings.isEmpty();
    }

    /** When the first of the turns came that end a segment; empty if none did. */
    Optional<Long> waitingSinceMillis() {
        return turns.stream()
                .filter(turn -> turn.is(SegmentTurn.LAST))
                .map(SegmentTurn::seenAtMillis)
                .min(Long::compare);
    }

    private boolean isWhole(List<SegmentTurn> segment) {
        return !turnIds.isEmpty() || new SegmentOrder(segment).isWhole(beginnings);
    }

    private Optional<TrajectoryRow> trajectory(String agentId, String sessionId, List<SegmentTurn> segment) {
        List<SegmentTurn> parts =
                segment.stream().filter(turn -> !turn.is(SegmentTurn.RETRIED)).toList();
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>(turnIds);
        List<Double> rewarded = new ArrayList<>(rewards);
        List<String> answered = new ArrayList<>(policies);
        long closedAtMillis = 0;
        for (SegmentTurn turn : parts) {
            ids.add(turn.turnId());
            rewarded.add(turn.reward());
            answered.add(turn.policy());
            closedAtMillis = Math.max(closedAtMillis, turn.sequencedAtMillis());
        }
        long first = turnIds.isEmpty() ? parts.get(0).agentSeq() : firstSeq;
        return Optional.of(new TrajectoryRow(agentId, sessionId, first, closedAtMillis, ids, rewarded, answered));
    }

    private OpenSegment without(List<SegmentTurn> segment) {
        List<SegmentTurn> others =
                turns.stream().filter(turn -> !segment.contains(turn)).toList();
        List<String> closed = segment.stream().map(SegmentTurn::turnId).toList();
        List<String> begin =
                beginnings.stream().filter(turn -> !closed.contains(turn)).toList();
        return new OpenSegment(0, List.of(), List.of(), List.of(), others, begin);
    }
}
