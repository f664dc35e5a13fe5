package io.molt.policy.train;

import io.molt.policy.adapter.LearnerState;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.schemas.adapter.Fingerprints;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.batch.TrainingBatch;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A trainer whose steps are refused where a quality gate says so. Light: jobs with other limits share a trainer.
 *
 * @param trainer makes the steps
 * @param gate checks them
 */
record GatedTrainer(DjlTrainer trainer, QualityGate gate) implements TrainingBackend {

    @Override
    public Fingerprints fingerprints() {
        return trainer.fingerprints(gate.fingerprint());
    }

    @Override
    public TrainedStep train(TrainingBatch batch, Optional<LearnerState> parent) {
        TrainedStep step = trainer.train(batch, parent);
        if (step.learner().isEmpty() || batch.heldOut().isEmpty()) {
            return step;
        }
        Optional<LoraAdapter> before = parent.map(LearnerState::adapter);
        LoraAdapter made = step.learner().get().adapter();
        OptionalDouble change = trainer.change(batch.heldOut(), before, made);
        if (change.isEmpty()) {
            return step;
        }
        StepReport report = step.report();
        Map<String, Double> metrics = new TreeMap<>(report.metrics());
        if (Double.isFinite(change.getAsDouble())) {
            metrics.put(QualityGate.METRIC, change.getAsDouble());
        }
        return gate.refuses(change.getAsDouble())
                ? new TrainedStep(
                        new StepReport(VersionStatus.REFUSED, QualityGate.REASON, metrics, trainer.probe(before)),
                        Optional.empty())
                : new TrainedStep(
                        new StepReport(report.status(), report.reason(), metrics, report.probe()), step.learner());
    }

    @Override
    public TrainingBackend gated(double maxDrop) {
        return trainer.gated(maxDrop);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
