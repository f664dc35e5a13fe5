package io.molt.policy.optimizer;

import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) after clipping the global norm.
 *
 * @param beta1 of the first moment
 * @param beta2 of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay per step and unit of learning rate
 * @param maxNorm gradients of a larger global norm are scaled down to it
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay, double maxNorm) {

    /** For adapters: no decay, beta 0.9 and 0.95. */
    public static final AdamW FOR_ADAPTERS = new AdamW(0.9, 0.95, 1e-8, 0, 1);

    /** The root of the sum of all squares; NaN or infinite if any gradient is. */
    public static double norm(SortedMap<String, float[]> gradients) {
        double sum = 0;
        for (float[] gradient : gradients.values()) {
            for (float g : gradient) {
                sum += (double) g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * One step. Overwrites the parameters and the moments.
     *
     * @param parameters by name
     * @param decayed which of them decay
     * @param gradients by the same names; finite
     * @param moments of the same names
     */
    public void step(
            SortedMap<String, float[]> parameters,
            SortedMap<String, float[]> gradients,
            Moments moments,
            double learningRate,
            Predicate<String> decayed) {
        double norm = norm(gradients);
        double shrink = norm > maxNorm ? maxNorm / norm : 1;
        int step = moments.nextStep();
        double correction1 = 1 - StrictMath.pow(beta1, step);
        double correction2 = 1 - StrictMath.pow(beta2, step);
        for (var parameter : parameters.entrySet()) {
            float[] p = parameter.getValue();
            float[] g = gradients.get(parameter.getKey());
            float[] m = moments.first().get(parameter.getKey());
            float[] v = moments.second().get(parameter.getKey());
            double keep = 1 - (decayed.test(parameter.getKey()) ? learningRate * weightDecay : 0);
            for (int i = 0; i < p.length; i++) {
                double gradient = g[i] * shrink;
                m[i] = (float) (beta1 * m[i] + (1 - beta1) * gradient);
                v[i] = (float) (beta2 * v[i] + (1 - beta2) * gradient * gradient);
                double update = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + epsilon);
                p[i] = (float) (keep * p[i] - learningRate * update);
            }
        }
    }
}
