package io.molt.policy.decode;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.adapter.LoraMatrices;
import io.molt.policy.files.Tensor;
import io.molt.policy.kernel.VectorMath;
import io.molt.policy.model.Attention;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.Projection;
import io.molt.policy.model.WeightNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sequence on its way through the decoder: its keys and values so far, and room to compute in. Not for several
 * threads; the weights it reads are shared by all.
 *
 * <pre>
 * letter  shape         meaning
 * t                     tokens fed at once, at most {@link #CHUNK}
 * p                     position in the sequence
 * d, f                  width of the residual stream, and inside the feed-forward block
 * h, g, c               query heads, key heads, width of a head
 * x       (t, d)        residual stream
 * q       (t, h c)      queries
 * keys    (p, g c)      of every position so far, by layer; values likewise
 * </pre>
 */
final class Pass {

    /** Tokens of a prompt that go through a layer together. */
    static final int CHUNK = 32;

    private final PolicyConfig config;
    private final Map<String, Tensor> weights;
    private final List<LayerWeights> layers;
    private final Rotary rotary;
    private final List<Map<Projection, LoraMatrices>> adapter;
    private final float scale;
    private final float[][] keys;
    private final float[][] values;
    private final float[] x;
    private final float[] normed;
    private final float[] q;
    private final float[] k;
    private final float[] v;
    private final float[] mixed;
    private final float[] gate;
    private final float[] up;
    private final float[] low;
    private final float[] change;
    private final float[] scores;
    private int length;

    Pass(
            PolicyConfig config,
            Map<String, Tensor> weights,
            List<LayerWeights> layers,
            Rotary rotary,
            Optional<LoraAdapter> adapter,
            int capacity) {
        this.config = config;
        this.weights = weights;
        this.layers = layers;
        this.rotary = rotary;
        this.adapter = LayerWeights.of(config, adapter);
        this.scale = adapter.map(a -> (float) a.scale()).orElse(0f);
        Attention a = config.attention();
        int d = config.hiddenSize();
        int f = config.intermediateSize();
        keys = new float[config.layers()][capacity * a.keyWidth()];
        values = new float[config.layers()][capacity * a.keyWidth()];
        x = new float[CHUNK * d];
        normed = new float[CHUNK * d];
        q = new float[CHUNK * a.queryWidth()];
        k = new float[CHUNK * a.keyWidth()];
        v = new float[CHUNK * a.keyWidth()];
        mixed = new float[CHUNK * a.queryWidth()];
        gate = new float[CHUNK * f];
        up = new float[CHUNK * f];
        low = new float[CHUNK * adapter.map(LoraAdapter::rank).orElse(0)];
        change = new float[CHUNK * Math.max(Math.max(d, f), a.queryWidth())];
        scores = new float[capacity];
    }

    /** Feeds tokens; the hidden state of the last one stays behind. */
    void feed(int[] tokens, int from, int to) {
        for (int at = from; at < to; at += CHUNK) {
            feedChunk(tokens, at, Math.min(CHUNK, to - at));
        }
    }

    /** Feeds at most {@link #CHUNK} tokens. */
    void feedChunk(int[] tokens, int from, int t) {
        int d = config.hiddenSize();
        float[] embedding = weights.get(WeightNames.EMBEDDING).data();
        for (int r = 0; r < t; r++) {
            System.arraycopy(embedding, tokens[from + r] * d, x, r * d, d);
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            attend(layer, t);
            think(layer, t);
        }
        length += t;
    }

    /** Logits of the token after row {@code r} of the last chunk. */
    void logits(int r, float[] logits) {
        int d = config.hiddenSize();
        norm(x, r * d, weights.get(WeightNames.FINAL_NORM).data(), normed, 0, d);
        VectorMath.multiply(weights.get(WeightNames.EMBEDDING).data(), config.vocabSize(), d, normed, logits, 1);
    }

    private void attend(int layer, int t) {
        LayerWeights w = layers.get(layer);
        Attention a = config.attention();
        int d = config.hiddenSize();
        int c = a.headDim();
        for (int r = 0; r < t; r++) {
            norm(x, r * d, w.attentionNorm(), normed, r * d, d);
        }
        project(layer, Projection.Q, normed, q, t);
        project(layer, Projection.K, normed, k, t);
        project(layer, Projection.V, normed, v, t);
        for (int r = 0; r < t; r++) {
            normAndTurn(q, r * a.queryWidth(), a.heads(), w.queryNorm(), length + r);
            normAndTurn(k, r * a.keyWidth(), a.keyValueHeads(), w.keyNorm(), length + r);
        }
        System.arraycopy(k, 0, keys[layer], length * a.keyWidth(), t * a.keyWidth());
        System.arraycopy(v, 0, values[layer], length * a.keyWidth(), t * a.keyWidth());
        Arrays.fill(mixed, 0, t * a.queryWidth(), 0);
        for (int r = 0; r < t; r++) {
            for (int h = 0; h < a.heads(); h++) {
                mix(layer, r * a.queryWidth() + h * c, h / a.group() * c, length + r + 1);
            }
        }
        project(layer, Projection.O, mixed, normed, t);
        VectorMath.addScaled(1, normed, 0, x, 0, t * d);
    }

    /** The attention of one query head over {@code n} positions. */
    private void mix(int layer, int at, int keyAt, int n) {
        Attention a = config.attention();
        int c = a.headDim();
        int step = a.keyWidth();
        float inverse = (float) (1 / Math.sqrt(c));
        float highest = Float.NEGATIVE_INFINITY;
        for (int p = 0; p < n; p++) {
            scores[p] = VectorMath.dot(q, at, keys[layer], p * step + keyAt, c) * inverse;
            highest = Math.max(highest, scores[p]);
        }
        float sum = 0;
        for (int p = 0; p < n; p++) {
            scores[p] = (float) Math.exp(scores[p] - highest);
            sum += scores[p];
        }
        for (int p = 0; p < n; p++) {
            VectorMath.addScaled(scores[p] / sum, values[layer], p * step + keyAt, mixed, at, c);
        }
    }

    private void think(int layer, int t) {
        int d = config.hiddenSize();
        for (int r = 0; r < t; r++) {
            norm(x, r * d, layers.get(layer).feedForwardNorm(), normed, r * d, d);
        }
        project(layer, Projection.GATE, normed, gate, t);
        project(layer, Projection.UP, normed, up, t);
        for (int i = 0; i < t * config.intermediateSize(); i++) {
            gate[i] = gate[i] / (1 + (float) Math.exp(-gate[i])) * up[i];
        }
        project(layer, Projection.DOWN, gate, normed, t);
        VectorMath.addScaled(1, normed, 0, x, 0, t * d);
    }

    private void project(int layer, Projection projection, float[] in, float[] out, int t) {
        int inWidth = projection.in(config);
        int outWidth = projection.out(config);
        VectorMath.multiply(layers.get(layer).projections().get(projection), outWidth, inWidth, in, out, t);
        LoraMatrices lora = adapter.get(layer).get(projection);
        if (lora != null) {
            int rank = lora.a().shape()[0];
            VectorMath.multiply(lora.a().data(), rank, inWidth, in, low, t);
            VectorMath.multiply(lora.b().data(), outWidth, rank, low, change, t);
            VectorMath.addScaled(scale, change, 0, out, 0, t * outWidth);
        }
    }

    private void normAndTurn(float[] rows, int at, int heads, float[] weight, int position) {
        int c = config.attention().headDim();
        for (int head = 0; head < heads; head++) {
            norm(rows, at + head * c, weight, rows, at + head * c, c);
            rotary.turn(rows, at + head * c, position);
        }
    }

    private void norm(float[] in, int inAt, float[] weight, float[] out, int outAt, int n) {
        float meanSquare = VectorMath.dot(in, inAt, in, inAt, n) / n;
        float inverse = (float) (1 / Math.sqrt(meanSquare + config.rmsNormEps()));
        for (int i = 0; i < n; i++) {
            out[outAt + i] = in[inAt + i] * inverse * weight[i];
        }
    }
}
