package io.molt.policy.model;

/** The seven matrices of a decoder layer that an adapter may change. */
public enum Projection {
    Q("self_attn", "q_proj"),
    K("self_attn", "k_proj"),
    V("self_attn", "v_proj"),
    O("self_attn", "o_proj"),
    GATE("mlp", "gate_proj"),
    UP("mlp", "up_proj"),
    DOWN("mlp", "down_proj");

    private final String block;
    private final String module;

    Projection(String block, String module) {
        this.block = block;
        this.module = module;
    }

    /** The name within its layer, as in {@code q_proj}. */
    public String module() {
        return module;
    }

    /** The name within the model, as in {@code model.layers.0.self_attn.q_proj}. */
    public String path(int layer) {
        return "model.layers." + layer + "." + block + "." + module;
    }

    /** The name of its weight, as in {@code model.layers.0.self_attn.q_proj.weight}. */
    public String weight(int layer) {
        return path(layer) + ".weight";
    }

    /** Width of its input. */
    public int in(PolicyConfig config) {
        return switch (this) {
            case Q, K, V, GATE, UP -> config.hiddenSize();
            case O -> config.attention().queryWidth();
            case DOWN -> config.intermediateSize();
        };
    }

    /** Width of its output. */
    public int out(PolicyConfig config) {
        return switch (this) {
            case Q -> config.attention().queryWidth();
            case K, V -> config.attention().keyWidth();
            case O, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }
}
