package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.batch.FoldPoint;
import io.molt.schemas.batch.LossName;
import io.molt.schemas.batch.Method;
import io.molt.schemas.batch.Rollback;
import io.molt.schemas.batch.StepSettings;
import io.molt.schemas.batch.TrainingBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.turn.Sampled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Batches of agent {@code a}. */
public final class Batches {

    public static final StepSettings STEP = new StepSettings(Method.BINARY, LossName.PPO, 1, 1e-3, 0, 2, 4);

    private Batches() {}

    static TrainingBatch batch(long number, String skip) {
        Sampled tokens = new Sampled(new int[] {1}, new int[] {2}, new float[] {-1}, 1);
        return new TrainingBatch(
                "a",
                number,
                skip,
                number * 100,
                STEP,
                List.of(new TrainingExample("t" + number, number, tokens, -1, -1, "", List.of())),
                new FoldPoint(number, number, number * 1_000, List.of(), 0, 0),
                List.of(),
                Rollback.NONE);
    }

    public static AdapterVersion make(
            TrainingBatch batch, TrainingHead head, TrainingBackend backend, AdapterStore store) throws IOException {
        return new TrainingStep(store, Optional.empty()).make(batch, head, Optional.empty(), backend);
    }

    /** A store on this machine that takes no version of another log for its own. */
    public record Local(String directory, boolean fork) implements AdapterStore.Location {

        @Override
        public AdapterStore open() {
            return new AdapterStore(Path.of(directory));
        }
    }

    /**
     * Keeps what would be told.
     *
     * @param announced in order
     * @param retracted in order
     */
    record Announcements(List<AdapterVersion> announced, List<AdapterVersion> retracted) implements Announcer {

        @Override
        public void announce(AdapterVersion version) {
            announced.add(version);
        }

        @Override
        public void retract(AdapterVersion version) {
            retracted.add(version);
        }
    }

    static TrainingItem item(long number) {
        return item(batch(number, ""));
    }

    static TrainingItem item(TrainingBatch batch) {
        return new TrainingItem(batch.agentId(), batch.batch(), TrainingItem.Stage.BATCH, Codecs.BATCHES.encode(batch));
    }
}
