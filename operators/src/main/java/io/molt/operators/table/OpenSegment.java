package io.molt.operators.table;

import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.table.TrajectoryRow;
import io.molt.schemas.turn.TurnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session segment whose turns are still being logged.
 *
 * <p>Pure. A segment ends with the turn that nothing followed, or after which the client rewrote its history. Side turns,
 * attempts that were repeated and later revisions are no part of it.
 *
 * @param firstSeq agentSeq of the first turn
 * @param turnIds in log order; at most {@value #LONGEST}, a longer segment is closed there
 * @param rewards same order
 * @param policies same order
 */
public record OpenSegment(long firstSeq, List<String> turnIds, List<Double> rewards, List<String> policies) {

    static final int LONGEST = 1000;

    public OpenSegment {
        turnIds = List.copyOf(turnIds);
        rewards = List.copyOf(rewards);
        policies = List.copyOf(policies);
    }

    static boolean hasPart(ScoredTurn turn) {
        return turn.revision() == 0
                && turn.exchange().kind() == TurnKind.MAIN
                && !turn.judgement().unscored().equals("RETRIED");
    }

    static OpenSegment startingWith(ScoredTurn turn) {
        return new OpenSegment(turn.position().agentSeq(), List.of(), List.of(), List.of()).with(turn);
    }

    OpenSegment with(ScoredTurn turn) {
        return new OpenSegment(
                firstSeq,
                appended(turnIds, turn.turn().turnId()),
                appended(rewards, turn.judgement().reward()),
                appended(policies, turn.exchange().servedBy().policy()));
    }

    /** The trajectory, if {@code last}, which is already part of it, ends the segment. */
    Optional<TrajectoryRow> closedBy(ScoredTurn last) {
        boolean ends = last.nextState().kind() == NextStateKind.SILENCE
                || last.judgement().unscored().equals("COMPACTED")
                || turnIds.size() >= LONGEST;
        return ends
                ? Optional.of(new TrajectoryRow(
                        last.turn().agentId(),
                        last.turn().sessionId(),
                        firstSeq,
                        last.position().sequencedAtMillis(),
                        turnIds,
                        rewards,
                        policies))
                : Optional.empty();
    }

    private static <T> List<T> appended(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
