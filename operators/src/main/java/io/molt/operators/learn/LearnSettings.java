package io.molt.operators.learn;

import io.molt.schemas.batch.StepSettings;
import java.io.Serializable;
import java.util.Map;

/**
 * What the fold goes by; control entries of the log override mode, method and batch rule.
 *
 * @param mode weights, skills or both
 * @param step settings of every step, the method among them
 * @param advantages what rewards are compared with
 * @param batches when a batch is formed
 * @param evolution when failures become skills
 * @param seed configured by the operator of the installation; with agent and batch it seeds the step
 */
public record LearnSettings(
        Mode mode, StepSettings step, Advantages advantages, BatchRule batches, Evolution evolution, long seed)
        implements Serializable {

    /**
     * When failures become skills.
     *
     * @param enabled whether they do at all
     * @param threshold how many failures make an evolution
     */
    public record Evolution(boolean enabled, int threshold) implements Serializable {}

    /** These settings as {@link Overrides} change them. */
    LearnSettings with(Map<String, String> overrides) {
        return Overrides.apply(this, overrides);
    }
}
