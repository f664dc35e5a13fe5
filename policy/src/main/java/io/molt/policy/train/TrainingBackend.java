package io.molt.policy.train;

import io.molt.policy.adapter.LearnerState;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.batch.TrainingBatch;
import java.util.Optional;

/** Trains adapters of one policy. Not for several threads at once: whoever shares one takes turns. */
public interface TrainingBackend extends AutoCloseable {

    /** What the bytes of an adapter depend on besides batch and parent. */
    Fingerprints fingerprints();

    /**
     * One step. Pure: writes nothing, and the same inputs give the same bytes.
     *
     * @param parent what the last accepted version left; empty for the first
     */
    TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent);

    /**
     * This trainer behind a quality gate; to close it is to close this one.
     *
     * @param maxDrop a step is refused that makes held-out replies less likely by more than this, in nats per token
     */
    TrainingBackend gated(double maxDrop);

    @Override
    void close();
}
