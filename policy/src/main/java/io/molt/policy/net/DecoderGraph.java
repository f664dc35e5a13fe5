package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import io.molt.policy.model.Attention;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.Projection;
import io.molt.policy.model.WeightNames;
import java.util.Map;

/**
 * The forward pass of a Qwen3 decoder in operations that PyTorch differentiates.
 *
 * <p>No operation here takes a Java number: DJL frees the scalar tensor that it makes of one before the backward pass
 * reads it, and the gradient is garbage now and then. Constants are tensors that live as long as the scope.
 *
 * <pre>
 * letter  shape            meaning
 * b, t                     sequences, positions
 * d                        width of the residual stream
 * h, g, c                  query heads, key heads, width of a head
 * x       (b, t, d)        residual stream
 * q       (b, h, t, c)     queries
 * k, v    (b, h, t, c)     keys and values, repeated for the query heads that share them
 * </pre>
 */
final class DecoderGraph {

    private static final double MASKED = -1e9;

    private final PolicyConfig config;
    private final Map<String, NDArray> weights;
    private final GraphAdapter adapter;
    private final NDManager scope;
    private final DataType type;

    /**
     * A graph in a scope.
     *
     * @param weights by Hugging Face name, of type {@code type}
     * @param adapter what is added to the projections
     * @param scope holds every intermediate result; must stay open until the backward pass is done
     */
    DecoderGraph(PolicyConfig config, Map<String, NDArray> weights, GraphAdapter adapter, NDManager scope) {
        this.config = config;
        this.weights = weights;
        this.adapter = adapter;
        this.scope = scope;
        this.type = weights.get(WeightNames.FINAL_NORM).getDataType();
    }

    /** Logits (n, vocabulary) at the scored positions of a batch. */
    NDArray logits(TokenBatch batch) {
        NDArray x = embed(batch.ids(scope), weights.get(WeightNames.EMBEDDING));
        Positions positions = new Positions(batch.length());
        for (int layer = 0; layer < config.layers(); layer++) {
            x = x.add(attention(layer, norm(x, WeightNames.attentionNorm(layer)), positions));
            x = x.add(feedForward(layer, norm(x, WeightNames.feedForwardNorm(layer))));
        }
        NDArray flat = norm(x, WeightNames.FINAL_NORM).reshape(-1, config.hiddenSize());
        NDArray rows = embed(batch.rows(scope), flat);
        return linear(rows, weights.get(WeightNames.EMBEDDING));
    }

    /** Log-probabilities (n, vocabulary) at the scored positions, each at the temperature of its sequence. */
    NDArray logProbs(TokenBatch batch) {
        NDArray logits = logits(batch);
        return (batch.isTempered() ? logits.mul(batch.inverseTemperatures(scope).toType(type, false)) : logits)
                .logSoftmax(-1);
    }

    private NDArray attention(int layer, NDArray x, Positions positions) {
        Attention a = config.attention();
        NDArray q = positions.rotate(norm(heads(layer, Projection.Q, x, a.heads()), WeightNames.queryNorm(layer)));
        NDArray k =
                positions.rotate(norm(heads(layer, Projection.K, x, a.keyValueHeads()), WeightNames.keyNorm(layer)));
        NDArray v = heads(layer, Projection.V, x, a.keyValueHeads());
        NDArray scores = q.matMul(shared(k).transpose(0, 1, 3, 2)).mul(constant(1 / Math.sqrt(a.headDim())));
        NDArray mixed = scores.add(positions.mask).softmax(-1).matMul(shared(v));
        Shape shape = x.getShape();
        return project(
                layer, Projection.O, mixed.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(1), a.queryWidth()));
    }

    private NDArray feedForward(int layer, NDArray x) {
        NDArray gate = project(layer, Projection.GATE, x);
        NDArray up = project(layer, Projection.UP, x);
        return project(
                layer, Projection.DOWN, gate.mul(Activation.sigmoid(gate)).mul(up));
    }

    /** (b, t, d) to (b, heads, t, c). */
    private NDArray heads(int layer, Projection projection, NDArray x, int heads) {
        Shape shape = x.getShape();
        return project(layer, projection, x)
                .reshape(shape.get(0), shape.get(1), heads, config.attention().headDim())
                .transpose(0, 2, 1, 3);
    }

    /** (b, g, t, c) to (b, h, t, c). */
    private NDArray shared(NDArray x) {
        int group = config.attention().group();
        return group == 1 ? x : x.repeat(1, group);
    }

    private NDArray project(int layer, Projection projection, NDArray x) {
        NDArray y = linear(x, weights.get(projection.weight(layer)));
        return adapter.add(projection.path(layer), x, y);
    }

    private NDArray norm(NDArray x, String weight) {
        NDArray meanSquare = x.mul(x).mean(new int[] {-1}, true);
        return x.div(meanSquare.add(constant(config.rmsNormEps())).sqrt()).mul(weights.get(weight));
    }

    private NDArray embed(NDArray ids, NDArray table) {
        NDArray rows = Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
        rows.attach(scope);
        return rows;
    }

    private NDArray linear(NDArray x, NDArray weight) {
        return Linear.linear(x, weight).singletonOrThrow();
    }

    private NDArray constant(double value) {
        return scope.create(new double[] {value}, new Shape(1)).toType(type, false);
    }

    /** Rotary tables (t, c) and the causal mask (t, t). */
    private final class Positions {

        private final NDArray cos;
        private final NDArray sin;
        private final NDArray mask;

        Positions(int t) {
            int c = config.attention().headDim();
            double[] cosines = new double[t * c];
            double[] sines = new double[t * c];
            double[] masked = new double[t * t];
            for (int i = 0; i < t; i++) {
                for (int j = 0; j < c; j++) {
                    double angle = i / StrictMath.pow(config.attention().ropeTheta(), 2.0 * (j % (c / 2)) / c);
                    cosines[i * c + j] = StrictMath.cos(angle);
                    sines[i * c + j] = StrictMath.sin(angle);
                }
                for (int j = i + 1; j < t; j++) {
                    masked[i * t + j] = MASKED;
                }
            }
            cos = tensor(cosines, t, c);
            sin = tensor(sines, t, c);
            mask = tensor(masked, t, t);
        }

        /** Half-split rotation, as Hugging Face does it. */
        NDArray rotate(NDArray x) {
            NDList halves = x.split(2, 3);
            NDArray turned = NDArrays.concat(new NDList(halves.get(1).neg(), halves.get(0)), 3);
            return x.mul(cos).add(turned.mul(sin));
        }

        private NDArray tensor(double[] values, int rows, int columns) {
            return scope.create(values, new Shape(rows, columns)).toType(type, false);
        }
    }
}
