package io.molt.policy;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.Attention;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.model.WeightNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The built-in policy, opened once, and small random models and adapters. */
public final class TinyPolicyFixture {

    /** Small enough for finite differences. */
    public static final PolicyConfig SMALL = new PolicyConfig(2, 16, 24, 30, new Attention(4, 2, 4, 10_000), 1e-6, 64);

    private static final PolicyDirectory POLICY = open();

    private TinyPolicyFixture() {}

    public static PolicyDirectory policy() {
        return POLICY;
    }

    private static PolicyDirectory open() {
        try {
            return PolicyDirectory.open(TinyPolicy.unpackTo(Path.of("target", "tiny-policy")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SortedMap<String, Tensor> randomWeights(PolicyConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, Tensor> weights = new TreeMap<>();
        WeightNames.shapes(config).forEach((name, shape) -> {
            float[] data = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) (shape.length == 1 ? 1 + 0.1 * random.nextGaussian() : 0.3 * random.nextGaussian());
            }
            weights.put(name, new Tensor(shape, data));
        });
        return weights;
    }

    /** An adapter whose B is not zero. */
    public static LoraAdapter randomAdapter(PolicyConfig config, int rank, double size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        LoraAdapter.fresh(config, rank, 2.0 * rank, seed).tensors().forEach((name, tensor) -> {
            float[] data = tensor.data().clone();
            if (name.endsWith(LoraAdapter.B)) {
                for (int i = 0; i < data.length; i++) {
                    data[i] = (float) (size * random.nextGaussian());
                }
            }
            tensors.put(name, new Tensor(tensor.shape(), data));
        });
        return LoraAdapter.of(rank, 2.0 * rank, tensors);
    }

    public static int[] randomTokens(int n, int vocabulary, long seed) {
        return new SplittableRandom(seed).ints(n, 0, vocabulary).toArray();
    }
}
