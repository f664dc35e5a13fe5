package io.molt.cli.simulate;

import io.molt.cli.stack.Stack;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the judge made of the rounds. */
final class JudgedRounds {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private JudgedRounds() {}

    /** Waits until every round stands in the log, or patience ends; by turn id, first revision only. */
    static Map<String, ScoredTurn> await(Stack stack, List<RoundOutcome> rounds) throws InterruptedException {
        Set<String> wanted = rounds.stream().map(RoundOutcome::turnId).collect(Collectors.toSet());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Map<String, ScoredTurn> judged = judged(stack, wanted);
        while (judged.size() < wanted.size() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(500);
            judged = judged(stack, wanted);
        }
        return judged;
    }

    private static Map<String, ScoredTurn> judged(Stack stack, Set<String> wanted) {
        Map<String, ScoredTurn> judged = new HashMap<>();
        for (LogEntry entry : stack.log()) {
            if (entry instanceof ScoredTurn turn
                    && turn.revision() == 0
                    && wanted.contains(turn.turn().turnId())) {
                judged.put(turn.turn().turnId(), turn);
            }
        }
        return judged;
    }
}
