package io.molt.schemas.batch;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Batch K of an agent; it makes adapter version K.
 *
 * @param agentId whose
 * @param batch K: 1, 2, 3, ... without gaps
 * @param skip why no step is made ({@code EMPTY}, {@code ZERO_VARIANCE}); empty if one is
 * @param seed of the step
 * @param settings of the step
 * @param examples in log order; also there when the batch is skipped
 * @param foldPoint the log it was formed from
 * @param heldOut turns that never train, by which the step's result is checked; in log order
 * @param rollback the newest one before this batch; the first batch after it starts from its version
 */
public record TrainingBatch(
        String agentId,
        long batch,
        String skip,
        long seed,
        StepSettings settings,
        List<TrainingExample> examples,
        FoldPoint foldPoint,
        List<TrainingExample> heldOut,
        Rollback rollback) {

    public TrainingBatch {
        requireNonNull(agentId, "agentId");
        requireNonNull(skip, "skip");
        requireNonNull(settings, "settings");
        requireNonNull(foldPoint, "foldPoint");
        requireNonNull(rollback, "rollback");
        examples = List.copyOf(examples);
        heldOut = List.copyOf(heldOut);
        if (batch < 1) {
            throw new IllegalArgumentException("batches of " + agentId + " start at 1, but batch was " + batch);
        }
    }

    /** Whether a step would need what was forgotten. */
    public boolean forgotten() {
        return skip.isEmpty() && examples.stream().anyMatch(TrainingExample::forgotten);
    }

    /** The batch measured on those held-out turns alone that were not forgotten. */
    public TrainingBatch withoutForgottenHeldOut() {
        List<TrainingExample> left =
                heldOut.stream().filter(example -> !example.forgotten()).toList();
        return left.size() == heldOut.size()
                ? this
                : new TrainingBatch(agentId, batch, skip, seed, settings, examples, foldPoint, left, rollback);
    }
}
