package io.molt.jobs.replay;

import io.molt.operators.learn.LearnSettings;
import io.molt.operators.learn.Mode;
import io.molt.operators.replay.ReplayScope;
import io.molt.operators.replay.ReplaySettings;
import io.molt.schemas.batch.Method;
import java.util.HashSet;
import java.util.Set;

/** Columns of {@code scored_turns} that a replay has no use for: most of a turn's bytes are its messages and tokens. */
final class UnusedColumns {

    private static final Set<String> OF_JUDGES = Set.of("judge_input", "votes", "next_text");
    private static final Set<String> OF_STEPS = Set.of("prompt_token_ids", "reply_token_ids", "log_probs");
    private static final Set<String> OF_STEPS_AND_SKILLS = Set.of("messages");

    private UnusedColumns() {}

    /**
     * By name.
     *
     * @param judging true if turns are judged again; then they are written whole, and everything is of use
     */
    static Set<String> of(ReplaySettings fold, ReplayScope scope, boolean judging) {
        if (judging) {
            return Set.of();
        }
        Set<String> unused = new HashSet<>(OF_JUDGES);
        if (neverTrains(fold, scope)) {
            unused.addAll(OF_STEPS);
            if (!fold.changed().evolution().enabled()) {
                unused.addAll(OF_STEPS_AND_SKILLS);
            }
        }
        return unused;
    }

    /** True if the replay was told so for the whole of the log, and no command of the log can say otherwise. */
    private static boolean neverTrains(ReplaySettings fold, ReplayScope scope) {
        LearnSettings told = fold.changed();
        boolean off = (fold.fixed().contains("method") && told.step().method() == Method.NONE)
                || (fold.fixed().contains("mode") && told.mode() == Mode.SKILLS_ONLY);
        return off && scope.fromMillis() == Long.MIN_VALUE;
    }
}
