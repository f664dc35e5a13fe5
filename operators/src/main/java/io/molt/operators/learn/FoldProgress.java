package io.molt.operators.learn;

import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.ScoredTurn;
import java.util.HashMap;
import java.util.Map;

/** What the fold shows of itself, over all agents of one operator. */
final class FoldProgress {

    private final Map<String, Integer> pending = new HashMap<>();
    private long batchWaitMillis;
    private long lag;

    void folded(FoldState before, LogEntry entry, Learned learned) {
        FoldState next = learned.next();
        if (next.pending().isEmpty()) {
            pending.remove(entry.position().agentId());
        } else {
            pending.put(entry.position().agentId(), next.pending().size());
        }
        for (TrainingBatch batch : learned.batches()) {
            long first = batch.foldPoint().firstSeq();
            batchWaitMillis = before.pending().stream()
                    .filter(each -> each.example().agentSeq() == first)
                    .mapToLong(each -> batch.foldPoint().atMillis() - each.atMillis())
                    .findFirst()
                    .orElse(0);
        }
        if (entry instanceof ScoredTurn turn && turn.exchange().servedBy().trained()) {
            lag = next.batches().lag(turn.exchange().servedBy().version());
        }
    }

    /** Turns that wait, of all agents seen since the start. */
    int pending() {
        return pending.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Log time that the first turn of the newest batch had waited. */
    long batchWaitMillis() {
        return batchWaitMillis;
    }

    /** Steps between the version of the newest turn and the newest of its agent. */
    long lag() {
        return lag;
    }
}
