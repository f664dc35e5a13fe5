package io.molt.policy.adapter;

import io.molt.policy.files.Tensor;
import java.util.Arrays;

/**
 * The adapter of one projection: its output grows by {@code alpha / rank * B (A x)}.
 *
 * @param a (rank, in)
 * @param b (out, rank)
 */
public record LoraMatrices(Tensor a, Tensor b) {

    public LoraMatrices {
        if (a.shape().length != 2 || b.shape().length != 2 || a.shape()[0] != b.shape()[1]) {
            throw new IllegalArgumentException("A must be (rank, in) and B (out, rank), but they were "
                    + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape()));
        }
    }

    /** The weight (out, in) that does in one product what base and adapter do in three: {@code W + scale B A}. */
    public Tensor mergedInto(Tensor w, double scale) {
        int out = b.shape()[0];
        int rank = a.shape()[0];
        int in = a.shape()[1];
        if (!Arrays.equals(w.shape(), new int[] {out, in})) {
            throw new IllegalArgumentException("an adapter of a (" + out + ", " + in + ") weight cannot be merged into "
                    + Arrays.toString(w.shape()));
        }
        float[] merged = new float[out * in];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                double change = 0;
                for (int r = 0; r < rank; r++) {
                    change += (double) b.data()[o * rank + r] * a.data()[r * in + i];
                }
                merged[o * in + i] = (float) (w.data()[o * in + i] + scale * change);
            }
        }
        return new Tensor(w.shape(), merged);
    }
}
