package io.molt.policy.net;

import ai.djl.ndarray.NDArray;

/** What is added to the output of a projection. */
interface GraphAdapter {

    /** The base model. */
    GraphAdapter NONE = (path, x, y) -> y;

    /**
     * The output with the adapter's part added.
     *
     * @param path of the projection, as in {@code model.layers.0.self_attn.q_proj}
     * @param x its input
     * @param y its output without adapter
     */
    NDArray add(String path, NDArray x, NDArray y);
}
