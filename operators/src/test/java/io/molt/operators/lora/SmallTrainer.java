package io.molt.operators.lora;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A trainer of a model of a few weights: its adapter is a pure function of the batch's seed and of its parent, and it waits
 * for the test's leave before each step.
 */
public final class SmallTrainer implements TrainingBackend {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<String, SmallTrainer> TRAINERS = new ConcurrentHashMap<>();
    private static final PolicyConfig MODEL = new PolicyConfig(1, 8, 8, 260, new Attention(2, 1, 4, 10_000), 1e-6, 64);

    private final Semaphore leave;
    private final AtomicInteger steps = new AtomicInteger();
    private final String name = "small " + NUMBERS.getAndIncrement();

    private SmallTrainer(int leaves) {
        this.leave = new Semaphore(leaves);
        TRAINERS.put(name, this);
    }

    public static SmallTrainer free() {
        return new SmallTrainer(1_000);
    }

    static SmallTrainer waiting() {
        return new SmallTrainer(0);
    }

    TrainerFactory factory() {
        return new Named(name);
    }

    void mayStep() {
        leave.release();
    }

    int steps() {
        return steps.get();
    }

    @Override
    public Fingerprints fingerprints() {
        return new Fingerprints("0123456789abcdef", "t", "c", "small");
    }

    @Override
    public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
        leave.acquireUninterruptibly();
        steps.incrementAndGet();
        Probe probe = new Probe("molt probe", new int[] {1}, new float[] {-0.25f});
        if (!batch.skip().isEmpty()) {
            return new TrainedStep(
                    new StepReport(VersionStatus.SKIPPED, batch.skip(), Map.of(), probe), Optional.empty());
        }
        long seed = batch.seed() + parent.map(state -> state.moments().steps()).orElse(0);
        LoraAdapter adapter = LoraAdapter.fresh(MODEL, batch.settings().rank(), 4, seed);
        SortedMap<String, float[]> values = new TreeMap<>();
        adapter.tensors().forEach((key, tensor) -> values.put(key, tensor.data()));
        Moments zero = Moments.zero(values);
        int made = parent.map(state -> state.moments().steps()).orElse(0) + 1;
        LearnerState learner = new LearnerState(adapter, new Moments(made, zero.first(), zero.second()));
        return new TrainedStep(
                new StepReport(VersionStatus.ACCEPTED, "", Map.of("optimizer_steps", 1.0), probe),
                Optional.of(learner));
    }

    @Override
    public TrainingBackend gated(double maxDrop) {
        return this;
    }

    @Override
    public void close() {}

    /** Travels with the job; finds the trainer again by its name. */
    private record Named(String name) implements TrainerFactory {

        @Override
        public void check() {
            if (!TRAINERS.containsKey(name)) {
                throw new IllegalStateException("no trainer " + name);
            }
        }

        @Override
        public TrainingBackend create() {
            return TRAINERS.get(name);
        }

        @Override
        public double maxDrop() {
            return 0;
        }
    }
}
