package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.molt.policy.files.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Arrays as tensors of one scope. Trained ones are made anew for every step, so that no gradient of an earlier step is
 * left in them.
 */
final class Leaves {

    private Leaves() {}

    static Map<String, NDArray> frozen(SortedMap<String, Tensor> tensors, DataType type, NDManager scope) {
        Map<String, NDArray> leaves = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> leaves.put(name, leaf(tensor, type, scope)));
        return leaves;
    }

    static Map<String, NDArray> trained(SortedMap<String, Tensor> tensors, DataType type, NDManager scope) {
        Map<String, NDArray> leaves = frozen(tensors, type, scope);
        leaves.values().forEach(leaf -> leaf.setRequiresGradient(true));
        return leaves;
    }

    static SortedMap<String, float[]> gradients(Map<String, NDArray> leaves, NDManager scope) {
        SortedMap<String, float[]> gradients = new TreeMap<>();
        leaves.forEach((name, leaf) -> {
            NDArray gradient = leaf.getGradient();
            gradient.attach(scope);
            gradients.put(name, gradient.toType(DataType.FLOAT32, false).toFloatArray());
        });
        return gradients;
    }

    private static NDArray leaf(Tensor tensor, DataType type, NDManager scope) {
        long[] shape = new long[tensor.shape().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.shape()[i];
        }
        // Copied into memory of PyTorch's own: a Java buffer may lie anywhere, and how it is aligned can change sums.
        return scope.create(tensor.data(), new Shape(shape)).toType(type, true);
    }
}
