package io.molt.cli.bench;

import io.molt.operators.lora.TrainerFactory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.Attention;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.optimizer.Moments;
import io.molt.policy.train.TrainedStep;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.Probe;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.TrainingBatch;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trainers of a few weights whose steps take as long as they are told to, and keep a core busy meanwhile, as real ones do.
 *
 * @param stepMillis how long a step takes
 * @param slowAgent whose steps take longer
 * @param slowStepMillis how long those take
 */
record BenchTrainer(long stepMillis, String slowAgent, long slowStepMillis) implements TrainerFactory {

    private static final PolicyConfig MODEL = new PolicyConfig(1, 8, 8, 260, new Attention(2, 1, 4, 10_000), 1e-6, 64);
    private static final int RANK = 2;

    @Override
    public String name() {
        return toString();
    }

    @Override
    public void check() {}

    @Override
    public TrainingBackend create() {
        return new Backend();
    }

    /** Nothing is held out. */
    @Override
    public double maxDrop() {
        return 0;
    }

    private final class Backend implements TrainingBackend {

        @Override
        public Fingerprints fingerprints() {
            return new Fingerprints("bench", "bench", "bench", name());
        }

        @Override
        public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
            double work = busy(batch.agentId().equals(slowAgent) ? slowStepMillis : stepMillis);
            LoraAdapter adapter = LoraAdapter.fresh(MODEL, RANK, RANK, batch.seed());
            SortedMap<String, float[]> values = new TreeMap<>();
            adapter.tensors().forEach((key, tensor) -> values.put(key, tensor.data()));
            Probe probe = new Probe("bench", new int[] {1}, new float[] {-1});
            return new TrainedStep(
                    new StepReport(VersionStatus.ACCEPTED, "", Map.of("work", work), probe),
                    Optional.of(new LearnerState(adapter, Moments.zero(values))));
        }

        @Override
        public TrainingBackend gated(double maxDrop) {
            return this;
        }

        @Override
        public void close() {}
    }

    /** Sums until the time is over; the sum keeps the compiler from leaving it out. */
    private static double busy(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        double sum = 0;
        for (int i = 1; System.nanoTime() < until; i++) {
            sum += Math.sqrt(i);
        }
        return sum;
    }
}
