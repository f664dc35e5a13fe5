package io.molt.policy.train;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.PolicyConfig;
import io.molt.policy.net.PolicyGraph;
import io.molt.policy.net.TokenBatch;
import io.molt.schemas.batch.TrainingExample;
import io.molt.schemas.turn.Sampled;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Refuses a step that makes good replies unlikely that never train.
 *
 * @param maxDrop of the mean log-probability of a reply token, in nats; a larger one is refused
 */
record QualityGate(double maxDrop) {

    /** How the result names the check's number. */
    static final String METRIC = "heldout_logprob_change";

    /** What a refused version gives as its reason. */
    static final String REASON = "QUALITY";

    QualityGate {
        if (!(maxDrop >= 0)) {
            throw new IllegalArgumentException("quality.maxDrop is not negative, but was " + maxDrop);
        }
    }

    /** Part of a backend's fingerprint: with another limit the same batch may be accepted. */
    String fingerprint() {
        return "quality.maxDrop " + maxDrop;
    }

    boolean refuses(double change) {
        return !(change >= -maxDrop);
    }

    /**
     * Mean log-probability of the held-out reply tokens under the new adapter minus that under its parent, in nats per
     * token; empty if there are none. Turns that this policy cannot read do not count.
     */
    static OptionalDouble change(
            PolicyGraph graph,
            PolicyConfig config,
            List<TrainingExample> heldOut,
            Optional<LoraAdapter> parent,
            LoraAdapter made) {
        double change = 0;
        long tokens = 0;
        for (TrainingExample example : heldOut) {
            if (readable(example, config)) {
                TokenBatch turn = new TokenBatch(List.of(Examples.student(example)));
                change += sum(graph.score(turn, Optional.of(made))) - sum(graph.score(turn, parent));
                tokens += example.sampled().replyTokenIds().length;
            }
        }
        return tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(change / tokens);
    }

    private static boolean readable(TrainingExample example, PolicyConfig config) {
        Sampled sampled = example.sampled();
        return Examples.length(example) <= config.contextLength()
                && IntStream.concat(IntStream.of(sampled.promptTokenIds()), IntStream.of(sampled.replyTokenIds()))
                        .allMatch(token -> token >= 0 && token < config.vocabSize());
    }

    private static double sum(PolicyGraph.Scores scores) {
        double sum = 0;
        for (float logProb : scores.logProbs()) {
            sum += logProb;
        }
        return sum;
    }
}
