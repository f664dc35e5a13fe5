package io.molt.policy.train;

import io.molt.policy.adapter.LearnerState;
import io.molt.schemas.adapter.StepReport;
import io.molt.schemas.adapter.VersionStatus;
import java.util.Optional;

/**
 * What a step came to.
 *
 * @param report how it went
 * @param learner what the next step starts from; empty if the step was skipped, and then it is the parent's
 */
public record TrainedStep(StepReport report, Optional<LearnerState> learner) {

    public TrainedStep {
        if (learner.isPresent() != (report.status() == VersionStatus.ACCEPTED)) {
            throw new IllegalArgumentException("a step that was " + report.status() + " came "
                    + (learner.isPresent() ? "with" : "without") + " a learner");
        }
    }
}
