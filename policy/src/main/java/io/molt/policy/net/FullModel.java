package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import java.util.Map;
import java.util.SortedMap;

/** Gradients of all weights of a small model, for pre-training. */
public final class FullModel {

    private FullModel() {}

    /** The mean cross-entropy of the scored tokens, in nats, and its gradients. */
    public static Gradients crossEntropy(PolicyConfig config, SortedMap<String, Tensor> weights, TokenBatch batch) {
        try (NDManager scope = Torch.scope()) {
            Map<String, NDArray> leaves = Leaves.trained(weights, DataType.FLOAT32, scope);
            NDArray targets = batch.targets(scope);
            NDArray loss = Torch.backward(() -> new DecoderGraph(config, leaves, GraphAdapter.NONE, scope)
                    .logits(batch)
                    .logSoftmax(-1)
                    .gather(targets, 1)
                    .mean()
                    .neg());
            return new Gradients(loss.getFloat(), Map.of(), Leaves.gradients(leaves, scope));
        }
    }
}
