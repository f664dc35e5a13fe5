package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.molt.policy.adapter.LoraAdapter;
import java.util.Map;
import java.util.Optional;

/** An adapter inside the graph: {@code y + scale * B (A x)}. */
final class LoraGraph implements GraphAdapter {

    private final Map<String, NDArray> leaves;
    private final NDArray scale;

    private LoraGraph(Map<String, NDArray> leaves, double scale, DataType type, NDManager scope) {
        this.leaves = leaves;
        this.scale = scope.create(new double[] {scale}, new Shape(1)).toType(type, false);
    }

    static GraphAdapter frozen(Optional<LoraAdapter> adapter, DataType type, NDManager scope) {
        return adapter.<GraphAdapter>map(
                        a -> new LoraGraph(Leaves.frozen(a.tensors(), type, scope), a.scale(), type, scope))
                .orElse(GraphAdapter.NONE);
    }

    static LoraGraph trained(LoraAdapter adapter, DataType type, NDManager scope) {
        return new LoraGraph(Leaves.trained(adapter.tensors(), type, scope), adapter.scale(), type, scope);
    }

    Map<String, NDArray> leaves() {
        return leaves;
    }

    @Override
    public NDArray add(String path, NDArray x, NDArray y) {
        NDArray a = leaves.get(path + LoraAdapter.A);
        if (a == null) {
            return y;
        }
        NDArray low = Linear.linear(x, a).singletonOrThrow();
        NDArray change = Linear.linear(low, leaves.get(path + LoraAdapter.B)).singletonOrThrow();
        return y.add(change.mul(scale));
    }
}
