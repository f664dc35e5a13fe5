package io.molt.policy.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Hugging Face calls the weights of a Qwen3 decoder. */
public final class WeightNames {

    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String FINAL_NORM = "model.norm.weight";

    private WeightNames() {}

    /** The norm before attention. */
    public static String attentionNorm(int layer) {
        return "model.layers." + layer + ".input_layernorm.weight";
    }

    /** The norm before the feed-forward block. */
    public static String feedForwardNorm(int layer) {
        return "model.layers." + layer + ".post_attention_layernorm.weight";
    }

    /** The norm of each query head. */
    public static String queryNorm(int layer) {
        return "model.layers." + layer + ".self_attn.q_norm.weight";
    }

    /** The norm of each key head. */
    public static String keyNorm(int layer) {
        return "model.layers." + layer + ".self_attn.k_norm.weight";
    }

    /** Every weight of a model and its shape. */
    public static Map<String, int[]> shapes(PolicyConfig config) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, new int[] {config.vocabSize(), config.hiddenSize()});
        shapes.put(FINAL_NORM, new int[] {config.hiddenSize()});
        for (int layer = 0; layer < config.layers(); layer++) {
            shapes.put(attentionNorm(layer), new int[] {config.hiddenSize()});
            shapes.put(feedForwardNorm(layer), new int[] {config.hiddenSize()});
            shapes.put(queryNorm(layer), new int[] {config.attention().headDim()});
            shapes.put(keyNorm(layer), new int[] {config.attention().headDim()});
            for (Projection projection : Projection.values()) {
                shapes.put(projection.weight(layer), new int[] {projection.out(config), projection.in(config)});
            }
        }
        return shapes;
    }
}
