package io.molt.policy.pretrain;

import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.WeightNames;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random weights to start from: norms are 1, matrices Gaussian, what writes to the residual stream smaller. */
final class InitialWeights {

    private static final double EMBEDDING_DEVIATION = 0.06;

    private InitialWeights() {}

    static SortedMap<String, Tensor> of(PolicyConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, Tensor> weights = new TreeMap<>();
        WeightNames.shapes(config).forEach((name, shape) -> {
            float[] data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            if (shape.length == 1) {
                Arrays.fill(data, 1);
            } else {
                double deviation = deviation(config, name, shape);
                for (int i = 0; i < data.length; i++) {
                    data[i] = (float) (deviation * random.nextGaussian());
                }
            }
            weights.put(name, new Tensor(shape, data));
        });
        return weights;
    }

    private static double deviation(PolicyConfig config, String name, int[] shape) {
        if (name.equals(WeightNames.EMBEDDING)) {
            return EMBEDDING_DEVIATION;
        }
        boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        return 1 / Math.sqrt(shape[1]) / (residual ? Math.sqrt(2.0 * config.layers()) : 1);
    }
}
