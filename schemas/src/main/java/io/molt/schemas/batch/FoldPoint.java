package io.molt.schemas.batch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where the fold stood when it formed a batch; a replay starts from here.
 *
 * @param firstSeq agentSeq of the batch's first example
 * @param lastSeq agentSeq of the entry that completed the batch
 * @param atMillis log time of that entry, epoch milliseconds UTC
 * @param pendingTurnIds turns that wait for the next batch, in log order
 * @param baseline running mean of rewards
 * @param skillGeneration highest seen
 */
public record FoldPoint(
        long firstSeq,
        long lastSeq,
        long atMillis,
        List<String> pendingTurnIds,
        double baseline,
        long skillGeneration) {

    public FoldPoint {
        requireNonNull(pendingTurnIds, "pendingTurnIds");
        pendingTurnIds = List.copyOf(pendingTurnIds);
    }
}
