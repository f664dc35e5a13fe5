package io.molt.operators.learn;

import io.molt.schemas.batch.Rollback;
import io.molt.schemas.turn.TurnRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything the fold remembers of an agent's log.
 *
 * @param lastSeq the last entry folded; 0 before the first
 * @param lastAtMillis its log time
 * @param overrides what control entries changed, see {@link Overrides}
 * @param pending turns that wait for a batch, in log order, 1,024 at most
 * @param batches how batches and rewards stand
 * @param skills how skills stand
 * @param kept what is kept for the quality gate, for rollbacks and for those who want to be forgotten
 */
public record FoldState(
        long lastSeq,
        long lastAtMillis,
        Map<String, String> overrides,
        List<Pending> pending,
        Batches batches,
        Skills skills,
        Kept kept) {

    public static final FoldState EMPTY = new FoldState(
            0, 0, Map.of(), List.of(), new Batches(0, 0, List.of(), 0, 0), new Skills(0, 0, 0, List.of()), Kept.at(0));

    public FoldState {
        overrides = Map.copyOf(overrides);
        pending = List.copyOf(pending);
        // State of an older release has none.
        kept = kept == null ? Kept.at(batches.formed()) : kept;
    }

    /**
     * How batches and rewards stand.
     *
     * @param formed number of the newest batch; 0 before the first
     * @param lastAtMillis log time of the newest batch
     * @param recentSteps numbers of the newest batches that make a step, seventeen at most, oldest first
     * @param rewards how many rewards are in the running mean
     * @param rewardSum their sum
     */
    public record Batches(long formed, long lastAtMillis, List<Long> recentSteps, long rewards, double rewardSum) {

        public Batches {
            recentSteps = List.copyOf(recentSteps);
        }

        Batches rewarded(double reward) {
            return new Batches(formed, lastAtMillis, recentSteps, rewards + 1, rewardSum + reward);
        }

        Batches grown(long atMillis, List<Long> steps) {
            return new Batches(formed + 1, atMillis, steps, rewards, rewardSum);
        }

        Batches withSteps(List<Long> steps) {
            return new Batches(formed, lastAtMillis, steps, rewards, rewardSum);
        }

        /** Running mean of rewards; 0 before the first. */
        public double baseline() {
            return rewards == 0 ? 0 : rewardSum / rewards;
        }

        /** How many steps are newer than a version. Skipped batches change no weights and do not count. */
        long lag(long version) {
            return recentSteps.stream().filter(step -> step > version).count();
        }
    }

    /**
     * How skills stand.
     *
     * @param generation highest stamp on any turn of the agent
     * @param evolutions how many were asked for
     * @param hintedFailures how many were seen
     * @param failures chosen for the next evolution, in log order, fewer than the threshold
     */
    public record Skills(long generation, long evolutions, long hintedFailures, List<Failure> failures) {

        public Skills {
            failures = List.copyOf(failures);
        }
    }

    /**
     * What is kept besides.
     *
     * @param heldOut the newest held-out turns, 16 at most, in log order
     * @param forgotten the newest, 1,024 at most, oldest first
     * @param rollback the newest
     * @param ancestry which version stands on which
     */
    public record Kept(List<Pending> heldOut, List<Forgotten> forgotten, Rollback rollback, Ancestry ancestry) {

        private static final int MAX_HELD_OUT = 16;
        private static final int MAX_FORGOTTEN = 1_024;

        public Kept {
            heldOut = List.copyOf(heldOut);
            forgotten = List.copyOf(forgotten);
        }

        static Kept at(long formed) {
            return new Kept(List.of(), List.of(), Rollback.NONE, new Ancestry(formed, List.of()));
        }

        Kept holdingOut(Pending turn) {
            return new Kept(newest(heldOut, turn, MAX_HELD_OUT), forgotten, rollback, ancestry);
        }

        Kept forgetting(Forgotten wish) {
            List<Pending> others = heldOut.stream()
                    .filter(each -> !wish.names(each.sessionId(), each.example().turnId()))
                    .toList();
            return new Kept(others, newest(forgotten, wish, MAX_FORGOTTEN), rollback, ancestry);
        }

        Kept rolledBack(Rollback to) {
            return new Kept(heldOut, forgotten, to, ancestry.rolledBack(to.version()));
        }

        Kept grown(long version, boolean trains) {
            return new Kept(heldOut, forgotten, rollback, ancestry.grown(version, trains));
        }

        boolean isForgotten(TurnRef turn, long requestedAtMillis) {
            return forgotten.stream().anyMatch(each -> each.covers(turn, requestedAtMillis));
        }

        private static <T> List<T> newest(List<T> before, T next, int most) {
            List<T> more = new ArrayList<>(before);
            more.add(next);
            return more.subList(Math.max(0, more.size() - most), more.size());
        }
    }
}
