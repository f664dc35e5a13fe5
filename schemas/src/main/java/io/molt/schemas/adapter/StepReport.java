package io.molt.schemas.adapter;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How the step went.
 *
 * @param status accepted, skipped or refused
 * @param reason why it was skipped or refused; empty if accepted
 * @param metrics by name, such as {@code loss}, {@code kl_base}, {@code grad_norm}, {@code tokens}, {@code optimizer_steps};
 *     never a time of day
 * @param probe how to know the adapter again
 */
public record StepReport(VersionStatus status, String reason, Map<String, Double> metrics, Probe probe) {

    public StepReport {
        requireNonNull(status, "status");
        requireNonNull(reason, "reason");
        requireNonNull(probe, "probe");
        metrics = Map.copyOf(metrics);
    }
}
