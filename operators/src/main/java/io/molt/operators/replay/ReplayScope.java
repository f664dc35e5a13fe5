package io.molt.operators.replay;

import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.io.Serializable;
import java.util.Set;

/**
 * What is replayed, for every agent alike.
 *
 * @param fromMillis log time; the replay starts after the last batch formed before it, epoch milliseconds UTC
 * @param toMillis log time; the replay ends with the last batch formed until then, epoch milliseconds UTC
 * @param without ids of turns that shall teach nothing: the replay starts before the first batch that has one
 * @param base the version whose weights the first step starts from, 0 for the policy without adapter; {@link #AS_IT_WAS}
 */
public record ReplayScope(long fromMillis, long toMillis, Set<String> without, long base) implements Serializable {

    /** {@link #base} that keeps the version that the first batch had as its parent. */
    public static final long AS_IT_WAS = -1;

    /** Why a turn that was left out has no score. */
    public static final String EXCLUDED = "EXCLUDED";

    /** Why a turn of the window whose content was destroyed has no score. */
    static final String FORGOTTEN = "FORGOTTEN";

    public ReplayScope {
        if (fromMillis > toMillis) {
            throw new IllegalArgumentException("a replay goes from an earlier to a later time");
        }
        if (base < AS_IT_WAS) {
            throw new IllegalArgumentException("there is no version " + base);
        }
        without = Set.copyOf(without);
    }

    public boolean excludes(LogEntry entry) {
        return entry instanceof ScoredTurn turn && without.contains(turn.turn().turnId());
    }

    /** The entry as the fold shall see it: a turn that is left out keeps its place and loses its score. */
    LogEntry applied(LogEntry entry) {
        return entry instanceof ScoredTurn turn && excludes(entry) ? unscored(turn, EXCLUDED) : entry;
    }

    /** The same in the window, where nothing can be learned of a turn that was forgotten. */
    LogEntry within(LogEntry entry) {
        return entry instanceof ScoredTurn turn && turn.forgotten() ? unscored(turn, FORGOTTEN) : applied(entry);
    }

    static ScoredTurn unscored(ScoredTurn turn, String reason) {
        return new ScoredTurn(
                turn.position(),
                turn.turn(),
                turn.revision(),
                turn.exchange(),
                turn.sampled(),
                turn.nextState(),
                Judgement.unscored(reason));
    }
}
