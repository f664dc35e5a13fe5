package io.molt.cli.lineage;

import io.molt.operators.learn.Fold;
import io.molt.operators.learn.FoldState;
import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Learned;
import io.molt.operators.learn.Unused;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Why a turn is in no batch, as the fold of its agent's log says. Pure. */
final class Untaught {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("NOT_TRAINED_POLICY", "it was answered by a policy that is not trained here"),
            Map.entry("TOKENS_UNKNOWN", "its tokens are not known"),
            Map.entry("NO_SIGNAL", "its reward is 0 and nobody said what to do instead"),
            Map.entry("NO_HINT", "the method learns from hints only, and it has none"),
            Map.entry("REVISION", "revisions never train"),
            Map.entry("SIDE_TURN", "side turns never train"),
            Map.entry("UNSCORED", "it has no score"),
            Map.entry("SKILLS_ONLY", "the agent learned skills only"),
            Map.entry("METHOD_NONE", "the method was none"),
            Map.entry(
                    "EVOLUTION", "it was chosen to become a skill, and such a failure does not also train the weights"),
            Map.entry(
                    "LAG",
                    "the version that answered it was too many steps behind when its batch would have been formed"),
            Map.entry("SKILL_GENERATION", "it was sampled under skills that have changed since"),
            Map.entry("OVERFLOW", "too many turns waited"),
            Map.entry("HELD_OUT", "its session is held out to check what is learned"),
            Map.entry("ROLLED_BACK", "the version that answered it was left behind by a rollback"),
            Map.entry("FORGOTTEN", "somebody asked to forget it"));

    private Untaught() {}

    /**
     * Folds a log until it is known.
     *
     * @param log of the agent, in order
     * @param settings of the job that learned from it
     * @return in words; empty if the fold put the turn into a batch
     */
    static Optional<String> why(Iterator<LogEntry> log, String turnId, LearnSettings settings) {
        FoldState state = FoldState.EMPTY;
        while (log.hasNext()) {
            LogEntry entry = log.next();
            if (entry.position().agentSeq() != state.lastSeq() + 1) {
                return Optional.of("why is not known, since the tables lack entry " + (state.lastSeq() + 1)
                        + " of the agent's log");
            }
            Learned learned = Fold.learn(state, entry, settings);
            for (Unused unused : learned.unused()) {
                if (unused.turnId().equals(turnId) && !unused.reason().equals("REVISION")) {
                    return Optional.of(words(unused, entry));
                }
            }
            if (learned.batches().stream().anyMatch(batch -> batch.examples().stream()
                    .anyMatch(example -> example.turnId().equals(turnId)))) {
                return Optional.empty();
            }
            state = learned.next();
        }
        boolean waits = state.pending().stream()
                .anyMatch(pending -> pending.example().turnId().equals(turnId));
        return Optional.of(waits ? "it waits for the next batch" : "the agent's log has not come to it yet");
    }

    private static String words(Unused unused, LogEntry entry) {
        String words = WORDS.getOrDefault(unused.reason(), unused.reason());
        return unused.reason().equals("UNSCORED") && entry instanceof ScoredTurn turn
                ? words + " (" + turn.judgement().unscored() + ")"
                : words;
    }
}
