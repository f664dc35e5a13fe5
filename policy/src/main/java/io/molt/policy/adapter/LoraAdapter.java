package io.molt.policy.adapter;

import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.Projection;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A low-rank change to every projection of a policy (Hu et al. 2021, arXiv 2106.09685). Immutable: nobody may write to
 * its arrays, and any number of threads may use it.
 *
 * @param rank of every projection
 * @param alpha numerator of the scale
 * @param projections by path, as in {@code model.layers.0.self_attn.q_proj}
 */
public record LoraAdapter(int rank, double alpha, SortedMap<String, LoraMatrices> projections) {

    /** What follows the path in the name of A. */
    public static final String A = ".lora_A.weight";

    /** What follows the path in the name of B. */
    public static final String B = ".lora_B.weight";

    public LoraAdapter {
        projections = Collections.unmodifiableSortedMap(new TreeMap<>(projections));
        if (rank < 1 || !(alpha > 0)) {
            throw new IllegalArgumentException("rank and alpha must be positive, but were " + rank + " and " + alpha);
        }
        for (var projection : projections.entrySet()) {
            int found = projection.getValue().a().shape()[0];
            if (found != rank) {
                throw new IllegalArgumentException(
                        projection.getKey() + " has rank " + found + ", not the adapter's " + rank);
            }
        }
    }

    /** An adapter that changes nothing yet: A is Gaussian with variance 1 / in, B is zero. */
    public static LoraAdapter fresh(PolicyConfig config, int rank, double alpha, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, LoraMatrices> projections = new TreeMap<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                int in = projection.in(config);
                int out = projection.out(config);
                float[] a = new float[rank * in];
                for (int i = 0; i < a.length; i++) {
                    a[i] = (float) (gaussian(random) / Math.sqrt(in));
                }
                projections.put(
                        projection.path(layer),
                        new LoraMatrices(
                                new Tensor(new int[] {rank, in}, a),
                                new Tensor(new int[] {out, rank}, new float[out * rank])));
            }
        }
        return new LoraAdapter(rank, alpha, projections);
    }

    /** Box and Muller's transform, as the JDK's own Gaussian may change from one release to the next. */
    private static double gaussian(SplittableRandom random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** An adapter from its tensors as {@link #tensors()} names them. */
    public static LoraAdapter of(int rank, double alpha, SortedMap<String, Tensor> tensors) {
        SortedMap<String, LoraMatrices> projections = new TreeMap<>();
        tensors.forEach((name, a) -> {
            if (name.endsWith(A)) {
                String path = name.substring(0, name.length() - A.length());
                Tensor b = tensors.get(path + B);
                if (b == null) {
                    throw new IllegalArgumentException("an adapter has " + name + ", but not " + path + B);
                }
                projections.put(path, new LoraMatrices(a, b));
            }
        });
        if (2 * projections.size() != tensors.size()) {
            throw new IllegalArgumentException(
                    "an adapter has " + tensors.size() + " tensors, of which " + projections.size() + " are A");
        }
        return new LoraAdapter(rank, alpha, projections);
    }

    /** Its matrices by path and {@code .lora_A.weight} or {@code .lora_B.weight}. */
    public SortedMap<String, Tensor> tensors() {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        projections.forEach((path, matrices) -> {
            tensors.put(path + A, matrices.a());
            tensors.put(path + B, matrices.b());
        });
        return tensors;
    }

    /** What B (A x) is multiplied by. */
    public double scale() {
        return alpha / rank;
    }

    /** Refuses an adapter that was made for another model. */
    public LoraAdapter fitting(PolicyConfig config) {
        LoraAdapter expected = fresh(config, rank, alpha, 0);
        for (var projection : projections.entrySet()) {
            LoraMatrices other = expected.projections.get(projection.getKey());
            if (other == null
                    || !Arrays.equals(
                            other.a().shape(), projection.getValue().a().shape())
                    || !Arrays.equals(
                            other.b().shape(), projection.getValue().b().shape())) {
                throw new IllegalArgumentException(projection.getKey() + " does not fit the model");
            }
        }
        return this;
    }
}
