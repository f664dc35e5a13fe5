package io.molt.schemas.batch;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * Everything about a step that is not data; part of the batch, so that a batch alone says what its step did.
 *
 * @param method which terms the loss has
 * @param loss the policy-gradient term
 * @param passes optimizer steps over the batch, 1 to 16
 * @param learningRate of AdamW
 * @param klToBase weight of the KL to the base policy, 0 or more; only with {@link Method#COMBINED}
 * @param rank of a new adapter
 * @param alpha of a new adapter; the adapter is scaled by alpha / rank
 */
public record StepSettings(
        Method method, LossName loss, int passes, double learningRate, double klToBase, int rank, double alpha)
        implements Serializable {

    public StepSettings {
        requireNonNull(method, "method");
        requireNonNull(loss, "loss");
        if (passes < 1 || passes > 16) {
            throw new IllegalArgumentException("passes must be from 1 to 16, but was " + passes);
        }
    }
}
