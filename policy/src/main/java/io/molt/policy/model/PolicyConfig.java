package io.molt.policy.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of a Qwen3-like decoder: RMSNorm, rotary positions, grouped-query attention with normalised queries and
 * keys, SwiGLU, output tied to the embedding.
 *
 * @param layers how many
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the feed-forward block
 * @param vocabSize token ids, special tokens included
 * @param attention its heads
 * @param rmsNormEps added to the mean square
 * @param contextLength tokens of prompt and reply together, at most
 */
public record PolicyConfig(
        int layers,
        int hiddenSize,
        int intermediateSize,
        int vocabSize,
        Attention attention,
        double rmsNormEps,
        int contextLength) {

    private static final String ARCHITECTURE = "Qwen3ForCausalLM";
    private static final int MAX_SIZE = 1 << 20;

    public PolicyConfig {
        List<String> problems = new ArrayList<>();
        size(problems, "num_hidden_layers", layers);
        size(problems, "hidden_size", hiddenSize);
        size(problems, "intermediate_size", intermediateSize);
        size(problems, "vocab_size", vocabSize);
        size(problems, "max_position_embeddings", contextLength);
        size(problems, "num_attention_heads", attention.heads());
        size(problems, "num_key_value_heads", attention.keyValueHeads());
        size(problems, "head_dim", attention.headDim());
        if (attention.keyValueHeads() > 0 && attention.heads() % attention.keyValueHeads() != 0) {
            problems.add("num_attention_heads must be a multiple of num_key_value_heads, but they were "
                    + attention.heads() + " and " + attention.keyValueHeads());
        }
        if (attention.headDim() % 2 != 0) {
            problems.add("head_dim must be even, but was " + attention.headDim());
        }
        positive(problems, "rope_theta", attention.ropeTheta());
        positive(problems, "rms_norm_eps", rmsNormEps);
        refuse(problems);
    }

    /** Reads a config.json; names every problem at once. */
    public static PolicyConfig parse(String json) {
        JsonNode root;
        try {
            root = new JsonMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("config.json is not JSON: " + e.getOriginalMessage(), e);
        }
        List<String> problems = new ArrayList<>();
        if (!root.path("architectures").path(0).asText().equals(ARCHITECTURE)) {
            problems.add("architectures must be [" + ARCHITECTURE + "], but was " + root.path("architectures"));
        }
        if (!root.path("tie_word_embeddings").asBoolean()) {
            problems.add("tie_word_embeddings must be true");
        }
        for (String key : List.of(
                "num_hidden_layers",
                "hidden_size",
                "intermediate_size",
                "vocab_size",
                "max_position_embeddings",
                "num_attention_heads",
                "num_key_value_heads",
                "head_dim",
                "rope_theta",
                "rms_norm_eps")) {
            if (!root.path(key).isNumber()) {
                problems.add(key + " must be a number");
            }
        }
        refuse(problems);
        return new PolicyConfig(
                root.path("num_hidden_layers").asInt(),
                root.path("hidden_size").asInt(),
                root.path("intermediate_size").asInt(),
                root.path("vocab_size").asInt(),
                new Attention(
                        root.path("num_attention_heads").asInt(),
                        root.path("num_key_value_heads").asInt(),
                        root.path("head_dim").asInt(),
                        root.path("rope_theta").asDouble()),
                root.path("rms_norm_eps").asDouble(),
                root.path("max_position_embeddings").asInt());
    }

    /** The text of config.json. */
    public String toJson() {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.putArray("architectures").add(ARCHITECTURE);
        root.put("model_type", "qwen3")
                .put("hidden_size", hiddenSize)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", attention.heads())
                .put("num_key_value_heads", attention.keyValueHeads())
                .put("head_dim", attention.headDim())
                .put("intermediate_size", intermediateSize)
                .put("vocab_size", vocabSize)
                .put("max_position_embeddings", contextLength)
                .put("rope_theta", attention.ropeTheta())
                .put("rms_norm_eps", rmsNormEps)
                .put("hidden_act", "silu")
                .put("attention_bias", false)
                .put("attention_dropout", 0.0)
                .put("use_sliding_window", false)
                .put("tie_word_embeddings", true)
                .put("torch_dtype", "bfloat16");
        return root.toPrettyString() + "\n";
    }

    private static void size(List<String> problems, String key, int value) {
        if (value < 1 || value > MAX_SIZE) {
            problems.add(key + " must be from 1 to " + MAX_SIZE + ", but was " + value);
        }
    }

    private static void positive(List<String> problems, String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            problems.add(key + " must be positive, but was " + value);
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("config.json is not usable:\n  " + String.join("\n  ", problems));
        }
    }
}
