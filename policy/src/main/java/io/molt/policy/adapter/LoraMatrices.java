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
}
