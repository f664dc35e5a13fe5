package io.molt.schemas.adapter;

import static java.util.Objects.requireNonNull;

import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.StepSettings;
import java.util.List;

/**
 * What taught a version.
 *
 * @param parent the accepted version it was trained from; 0 is the base policy
 * @param batch K
 * @param seed of the step
 * @param turnIds the batch's examples, in log order
 * @param settings of the step
 * @param foldPoint the log the batch was formed from
 * @param rollback command id of the newest rollback before the batch; empty if there was none. Serving goes on with
 *     versions made after a rollback, never with those it left behind
 */
public record Lineage(
        long parent,
        long batch,
        long seed,
        List<String> turnIds,
        StepSettings settings,
        FoldPoint foldPoint,
        String rollback) {

    public Lineage {
        requireNonNull(settings, "settings");
        requireNonNull(foldPoint, "foldPoint");
        requireNonNull(rollback, "rollback");
        turnIds = List.copyOf(turnIds);
    }
}
