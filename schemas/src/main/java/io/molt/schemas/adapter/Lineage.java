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
 */
public record Lineage(
        long parent, long batch, long seed, List<String> turnIds, StepSettings settings, FoldPoint foldPoint) {

    public Lineage {
        requireNonNull(settings, "settings");
        requireNonNull(foldPoint, "foldPoint");
        turnIds = List.copyOf(turnIds);
    }
}
