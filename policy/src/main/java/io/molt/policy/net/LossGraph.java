package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.molt.policy.loss.TokenLoss;

/** The losses of {@code io.molt.policy.loss} in operations that PyTorch differentiates; no Java number enters them. */
final class LossGraph {

    private final NDManager scope;
    private final DataType type;

    LossGraph(NDManager scope, DataType type) {
        this.scope = scope;
        this.type = type;
    }

    /** Losses (n) of tokens with log-probabilities {@code x} (n), anchors (n) and advantages (n). */
    NDArray losses(TokenLoss loss, NDArray x, NDArray anchor, NDArray advantage) {
        if (loss instanceof TokenLoss.CrossEntropy) {
            return x.mul(advantage).neg();
        }
        NDArray distance = x.sub(anchor);
        if (loss instanceof TokenLoss.ImportanceSampling) {
            return distance.exp().mul(advantage).neg();
        }
        if (loss instanceof TokenLoss.Ppo ppo) {
            NDArray ratio = distance.exp();
            NDArray clipped = clip(ratio, ppo.low(), ppo.high());
            return NDArrays.minimum(ratio.mul(advantage), clipped.mul(advantage))
                    .neg();
        }
        if (loss instanceof TokenLoss.Cispo cispo) {
            NDArray weight = clip(distance.exp(), cispo.low(), cispo.high()).stopGradient();
            return weight.mul(advantage).mul(x).neg();
        }
        if (loss instanceof TokenLoss.Dro dro) {
            NDArray pull = distance.mul(distance).mul(constant(0.5 * dro.beta()));
            return pull.sub(x.mul(advantage));
        }
        throw new IllegalStateException("no graph for the loss " + loss);
    }

    /** KL (n) of each row of {@code student} (n, vocabulary) from the same row of {@code teacher}. */
    static NDArray reverseKl(NDArray student, NDArray teacher) {
        return student.exp().mul(student.sub(teacher)).sum(new int[] {1});
    }

    /** A number (1) that lives as long as the scope. */
    NDArray constant(double value) {
        return scope.create(new double[] {value}, new Shape(1)).toType(type, false);
    }

    /** Numbers (n) that live as long as the scope. */
    NDArray constants(float[] values) {
        return scope.create(values, new Shape(values.length)).toType(type, false);
    }

    private NDArray clip(NDArray value, double low, double high) {
        return NDArrays.minimum(NDArrays.maximum(value, constant(low)), constant(high));
    }
}
