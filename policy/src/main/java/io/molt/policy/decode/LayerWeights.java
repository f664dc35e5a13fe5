package io.molt.policy.decode;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.adapter.LoraMatrices;
import io.molt.policy.files.Tensor;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.model.Projection;
import io.molt.policy.model.WeightNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One decoder layer, found by name once and not again for every token.
 *
 * @param attentionNorm (d)
 * @param queryNorm (c)
 * @param keyNorm (c)
 * @param feedForwardNorm (d)
 * @param projections (out, in) each
 */
record LayerWeights(
        float[] attentionNorm,
        float[] queryNorm,
        float[] keyNorm,
        float[] feedForwardNorm,
        Map<Projection, float[]> projections) {

    static List<LayerWeights> of(PolicyConfig config, Map<String, Tensor> weights) {
        List<LayerWeights> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            Map<Projection, float[]> projections = new EnumMap<>(Projection.class);
            for (Projection projection : Projection.values()) {
                projections.put(
                        projection, weights.get(projection.weight(layer)).data());
            }
            layers.add(new LayerWeights(
                    weights.get(WeightNames.attentionNorm(layer)).data(),
                    weights.get(WeightNames.queryNorm(layer)).data(),
                    weights.get(WeightNames.keyNorm(layer)).data(),
                    weights.get(WeightNames.feedForwardNorm(layer)).data(),
                    projections));
        }
        return layers;
    }

    /** An adapter's matrices by layer; a layer it does not change has none. */
    static List<Map<Projection, LoraMatrices>> of(PolicyConfig config, Optional<LoraAdapter> adapter) {
        List<Map<Projection, LoraMatrices>> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            Map<Projection, LoraMatrices> matrices = new EnumMap<>(Projection.class);
            for (Projection projection : Projection.values()) {
                String path = projection.path(layer);
                adapter.map(a -> a.projections().get(path)).ifPresent(m -> matrices.put(projection, m));
            }
            layers.add(Collections.unmodifiableMap(matrices));
        }
        return layers;
    }
}
