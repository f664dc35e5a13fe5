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
 * @param quality how a step is checked
 * @param maxLag a turn trains while no more steps than this were made since the version that answered it, 0 to 16
 * @param seed configured by the operator of the installation; with agent and batch it seeds the step
 */
public record LearnSettings(
        Mode mode,
        StepSettings step,
        Advantages advantages,
        BatchRule batches,
        Evolution evolution,
        Quality quality,
        int maxLag,
        long seed)
        implements Serializable {

    /** Steps that a state remembers, for {@link #maxLag}. */
    static final int MOST_LAG = 16;

    public LearnSettings {
        if (maxLag < 0 || maxLag > MOST_LAG) {
            throw new IllegalArgumentException("maxLag is from 0 to " + MOST_LAG + ", but was " + maxLag);
        }
    }

    /**
     * When failures become skills.
     *
     * @param enabled whether they do at all
     * @param threshold how many failures make an evolution
     */
    public record Evolution(boolean enabled, int threshold) implements Serializable {}

    /**
     * How a step is checked.
     *
     * @param heldOut share of the agent's sessions that never train, 0 to 0.5; 0 checks nothing
     * @param maxDrop a step is refused that makes the good replies of held-out sessions less likely by more than this, in
     *     nats per token
     */
    public record Quality(double heldOut, double maxDrop) implements Serializable {

        public static final Quality UNCHECKED = new Quality(0, 0.5);

        public Quality {
            if (!(heldOut >= 0 && heldOut <= 0.5) || !(maxDrop >= 0)) {
                throw new IllegalArgumentException("heldOut is from 0 to 0.5 and maxDrop not negative, but they were "
                        + heldOut + " and " + maxDrop);
            }
        }
    }

    /** These settings as {@link Overrides} change them. */
    LearnSettings with(Map<String, String> overrides) {
        return Overrides.apply(this, overrides);
    }
}
