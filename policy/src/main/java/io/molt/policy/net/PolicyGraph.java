package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A policy's base weights as native tensors, and what can be asked of them. */
public final class PolicyGraph implements AutoCloseable {

    private final PolicyConfig config;
    private final DataType type;
    private final NDManager lifetime = Torch.scope();
    private final Map<String, NDArray> weights;

    /** Copies the weights; they stay until the graph is closed. */
    public PolicyGraph(PolicyConfig config, SortedMap<String, Tensor> weights) {
        this(config, weights, DataType.FLOAT32);
    }

    PolicyGraph(PolicyConfig config, SortedMap<String, Tensor> weights, DataType type) {
        this.config = config;
        this.type = type;
        this.weights = Leaves.frozen(weights, type, lifetime);
    }

    /**
     * How likely the scored tokens are.
     *
     * @param logProbs natural log-probability of each scored token at the temperature of its sequence
     * @param likeliest for each scored token, whether no other is likelier
     */
    public record Scores(float[] logProbs, boolean[] likeliest) {}

    /** Scores the tokens of a batch by the policy with or without an adapter. */
    public Scores score(TokenBatch batch, Optional<LoraAdapter> adapter) {
        try (NDManager scope = lifetime.newSubManager()) {
            GraphAdapter lora = LoraGraph.frozen(adapter, type, scope);
            NDArray logProbs = new DecoderGraph(config, weights, lora, scope).logProbs(batch);
            long[] best = logProbs.argMax(1).toLongArray();
            boolean[] likeliest = new boolean[best.length];
            for (int n = 0; n < best.length; n++) {
                likeliest[n] = best[n] == batch.target(n);
            }
            return new Scores(
                    logProbs.gather(batch.targets(scope), 1)
                            .toType(DataType.FLOAT32, false)
                            .toFloatArray(),
                    likeliest);
        }
    }

    DataType type() {
        return type;
    }

    PolicyConfig config() {
        return config;
    }

    Map<String, NDArray> weights() {
        return weights;
    }

    NDManager newScope() {
        return lifetime.newSubManager();
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
