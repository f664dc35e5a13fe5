package io.molt.policy.files;

import java.util.Arrays;

/**
 * Numbers with a shape.
 *
 * @param shape sizes of the axes, outermost first
 * @param data row-major, as many as the product of the shape; not copied, so nobody may write to it
 */
public record Tensor(int[] shape, float[] data) {

    public Tensor {
        shape = shape.clone();
        long size = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
        if (size != data.length) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " came with " + data.length + " numbers");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that && Arrays.equals(shape, that.shape) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
