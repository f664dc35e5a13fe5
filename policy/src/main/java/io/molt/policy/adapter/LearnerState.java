package io.molt.policy.adapter;

import io.molt.policy.optimizer.Moments;

/**
 * All that the next step starts from. Nobody may write to its arrays; {@link Moments#copy()} gives one's own.
 *
 * @param adapter the weights, in full precision
 * @param moments of the optimizer, by the names of {@link LoraAdapter#tensors()}
 */
public record LearnerState(LoraAdapter adapter, Moments moments) {

    public LearnerState {
        if (!adapter.tensors().keySet().equals(moments.first().keySet())) {
            throw new IllegalArgumentException("the moments are not those of the adapter");
        }
    }
}
