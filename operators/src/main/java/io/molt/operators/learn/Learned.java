package io.molt.operators.learn;

import io.molt.schemas.batch.TrainingBatch;
import java.util.List;

/**
 * What one entry of the log leads to.
 *
 * @param next what is remembered from now on
 * @param batches batches formed at this entry, one at most
 * @param evolutions evolutions asked for at this entry, one at most
 * @param unused turns of which it is now known that they will not train
 * @param ignored commands that change nothing
 */
public record Learned(
        FoldState next,
        List<TrainingBatch> batches,
        List<EvolutionRequest> evolutions,
        List<Unused> unused,
        List<Ignored> ignored) {

    public Learned {
        batches = List.copyOf(batches);
        evolutions = List.copyOf(evolutions);
        unused = List.copyOf(unused);
        ignored = List.copyOf(ignored);
    }
}
