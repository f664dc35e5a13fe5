package io.molt.policy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products, the inside of a decoder.
 *
 * <pre>
 * letter  shape      meaning
 * w       (out, in)  a matrix, row-major
 * x       (t, in)    input rows
 * y       (t, out)   output rows
 * o, i, r            index of an output, of an input, of a row
 * s                  numbers in a vector register
 * </pre>
 */
public final class VectorMath {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = SPECIES.length();
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1, 1, true);
    private static final int ROWS = 4;

    private VectorMath() {}

    /** Width of a vector register. */
    public static int bits() {
        return SPECIES.vectorBitSize();
    }

    /** y = x w^T. A row of w is read once for four rows of x. */
    public static void multiply(float[] w, int out, int in, float[] x, float[] y, int t) {
        int r = 0;
        for (; r + ROWS <= t; r += ROWS) {
            for (int o = 0; o < out; o++) {
                fourDots(w, o * in, in, x, r * in, y, r * out + o, out);
            }
        }
        for (; r < t; r++) {
            for (int o = 0; o < out; o++) {
                y[r * out + o] = dot(w, o * in, x, r * in, in);
            }
        }
    }

    /** The dot product of {@code n} numbers of a from {@code aAt} and of b from {@code bAt}. */
    public static float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        int s = SPECIES.length();
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i + 2 * s <= n; i += 2 * s) {
            even = FloatVector.fromArray(SPECIES, a, aAt + i).fma(FloatVector.fromArray(SPECIES, b, bAt + i), even);
            odd = FloatVector.fromArray(SPECIES, a, aAt + i + s)
                    .fma(FloatVector.fromArray(SPECIES, b, bAt + i + s), odd);
        }
        for (; i + s <= n; i += s) {
            even = FloatVector.fromArray(SPECIES, a, aAt + i).fma(FloatVector.fromArray(SPECIES, b, bAt + i), even);
        }
        float sum = sum(even.add(odd));
        for (; i < n; i++) {
            sum += a[aAt + i] * b[bAt + i];
        }
        return sum;
    }

    /** y += factor x, for {@code n} numbers of x from {@code xAt} and of y from {@code yAt}. */
    public static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int n) {
        int s = SPECIES.length();
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i + s <= n; i += s) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(f, FloatVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        for (; i < n; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }

    /** Adds neighbours in a fixed order: reduceLanes may choose another once the code is compiled, and round otherwise. */
    private static float sum(FloatVector lanes) {
        FloatVector v = lanes;
        if (LENGTH >= 16) {
            v = v.add(v.rearrange(BY_8));
        }
        if (LENGTH >= 8) {
            v = v.add(v.rearrange(BY_4));
        }
        if (LENGTH >= 4) {
            v = v.add(v.rearrange(BY_2));
        }
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    private static void fourDots(float[] w, int wAt, int in, float[] x, int xAt, float[] y, int yAt, int yStep) {
        int s = SPECIES.length();
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i + s <= in; i += s) {
            FloatVector row = FloatVector.fromArray(SPECIES, w, wAt + i);
            sum0 = row.fma(FloatVector.fromArray(SPECIES, x, xAt + i), sum0);
            sum1 = row.fma(FloatVector.fromArray(SPECIES, x, xAt + in + i), sum1);
            sum2 = row.fma(FloatVector.fromArray(SPECIES, x, xAt + 2 * in + i), sum2);
            sum3 = row.fma(FloatVector.fromArray(SPECIES, x, xAt + 3 * in + i), sum3);
        }
        y[yAt] = sum(sum0);
        y[yAt + yStep] = sum(sum1);
        y[yAt + 2 * yStep] = sum(sum2);
        y[yAt + 3 * yStep] = sum(sum3);
        for (; i < in; i++) {
            float weight = w[wAt + i];
            y[yAt] += weight * x[xAt + i];
            y[yAt + yStep] += weight * x[xAt + in + i];
            y[yAt + 2 * yStep] += weight * x[xAt + 2 * in + i];
            y[yAt + 3 * yStep] += weight * x[xAt + 3 * in + i];
        }
    }
}
