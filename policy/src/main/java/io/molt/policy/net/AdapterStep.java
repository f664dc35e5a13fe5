package io.molt.policy.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.molt.policy.adapter.LoraAdapter;
import java.util.LinkedHashMap;
import java.util.Map;

/** An objective with what does not change from pass to pass: the teacher's and the base model's distributions. */
public final class AdapterStep implements AutoCloseable {

    private static final String POLICY_GRADIENT = "pg_loss";
    private static final String DISTILLATION = "opd_loss";
    private static final String KL_TO_BASE = "kl_base";

    private final PolicyGraph graph;
    private final Objective objective;
    private final TokenBatch batch;
    private final NDManager lifetime;
    private final NDArray teacher;
    private final NDArray base;

    public AdapterStep(PolicyGraph graph, Objective objective) {
        this.graph = graph;
        this.objective = objective;
        this.batch = new TokenBatch(objective.sequences());
        this.lifetime = graph.newScope();
        this.teacher = objective.distillation().present()
                ? frozen(new TokenBatch(objective.distillation().teacher()))
                : lifetime.create(0f);
        this.base = objective.klToBase() != 0 ? frozen(batch) : lifetime.create(0f);
    }

    /** Loss and gradients at an adapter; leaves no native memory behind. */
    public Gradients gradients(LoraAdapter adapter) {
        try (NDManager scope = lifetime.newSubManager()) {
            LoraGraph leaves = LoraGraph.trained(adapter, graph.type(), scope);
            Map<String, NDArray> terms = new LinkedHashMap<>();
            NDArray loss = Torch.backward(() -> loss(leaves, terms, scope));
            Map<String, Double> values = new LinkedHashMap<>();
            terms.forEach((name, term) -> values.put(name, number(term)));
            return new Gradients(number(loss), values, Leaves.gradients(leaves.leaves(), scope));
        }
    }

    private NDArray loss(LoraGraph leaves, Map<String, NDArray> terms, NDManager scope) {
        LossGraph losses = new LossGraph(scope, graph.type());
        NDArray mean = losses.constant(1.0 / objective.tokens());
        NDArray logProbs = new DecoderGraph(graph.config(), graph.weights(), leaves, scope).logProbs(batch);
        NDArray total = losses.constant(0);
        Objective.PolicyGradient pg = objective.policyGradient();
        if (pg.weight() != 0) {
            NDArray x = logProbs.gather(batch.targets(scope), 1).reshape(-1);
            NDArray token =
                    losses.losses(pg.loss(), x, losses.constants(pg.anchors()), losses.constants(pg.advantages()));
            NDArray term = token.mul(losses.constants(pg.weights())).sum().mul(mean);
            terms.put(POLICY_GRADIENT, term);
            total = total.add(term.mul(losses.constant(pg.weight())));
        }
        if (objective.distillation().present()) {
            NDArray rows = rows(logProbs, objective.distillation().rows(), scope);
            NDArray term = LossGraph.reverseKl(rows, teacher).sum().mul(mean);
            terms.put(DISTILLATION, term);
            total = total.add(term.mul(losses.constant(objective.distillation().weight())));
        }
        if (objective.klToBase() != 0) {
            NDArray term = LossGraph.reverseKl(logProbs, base).sum().mul(mean);
            terms.put(KL_TO_BASE, term);
            total = total.add(term.mul(losses.constant(objective.klToBase())));
        }
        return total.sum();
    }

    private NDArray frozen(TokenBatch tokens) {
        try (NDManager scope = lifetime.newSubManager()) {
            NDArray logProbs =
                    new DecoderGraph(graph.config(), graph.weights(), GraphAdapter.NONE, scope).logProbs(tokens);
            logProbs.attach(lifetime);
            return logProbs;
        }
    }

    private static NDArray rows(NDArray table, int[] rows, NDManager scope) {
        long[] indices = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            indices[i] = rows[i];
        }
        NDArray picked = Embedding.embedding(
                        scope.create(indices, new Shape(indices.length)), table, SparseFormat.DENSE)
                .singletonOrThrow();
        picked.attach(scope);
        return picked;
    }

    private static double number(NDArray scalar) {
        return scalar.getDataType().equals(DataType.FLOAT64) ? scalar.toDoubleArray()[0] : scalar.toFloatArray()[0];
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
