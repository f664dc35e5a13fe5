package io.molt.policy.evaluate;

import io.molt.policy.adapter.LoraAdapter;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.net.PolicyGraph;
import io.molt.policy.net.PolicyGraph.Scores;
import io.molt.policy.net.TokenBatch;
import io.molt.policy.net.TokenBatch.Sequence;
import io.molt.policy.text.ChatTemplate;
import io.molt.schemas.turn.ChatMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scores replies by teacher forcing. Not for several threads at once. */
public final class Evaluation implements AutoCloseable {

    private static final int BATCH_SIZE = 32;

    private final ChatTemplate template;
    private final PolicyGraph graph;

    public Evaluation(PolicyDirectory policy) {
        this.template = policy.template();
        this.graph = new PolicyGraph(policy.config(), policy.weights());
    }

    /**
     * A prompt and the replies that would be right.
     *
     * @param prompt the conversation so far
     * @param accepted distinct texts, at least one
     */
    public record Case(List<ChatMessage> prompt, List<String> accepted) {

        public Case {
            prompt = List.copyOf(prompt);
            accepted = List.copyOf(accepted);
            if (accepted.isEmpty()) {
                throw new IllegalArgumentException("a case needs at least one accepted reply");
            }
        }

        public static Case of(List<ChatMessage> prompt, String accepted) {
            return new Case(prompt, List.of(accepted));
        }
    }

    /**
     * How a policy does on a case.
     *
     * @param probabilities of each accepted reply, its end included, at temperature 1
     * @param greedy whether the greedy reply is an accepted one
     */
    public record Score(List<Double> probabilities, boolean greedy) {

        /** The probability that a reply sampled at temperature 1 is accepted. */
        public double success() {
            return probabilities.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * Means over cases.
     *
     * @param success probability of an accepted reply at temperature 1
     * @param greedy share of cases whose greedy reply is accepted
     */
    public record Summary(double success, double greedy) {}

    /** A score for each case, in their order. */
    public List<Score> scores(List<Case> cases, Optional<LoraAdapter> adapter) {
        List<Sequence> sequences = new ArrayList<>();
        for (Case one : cases) {
            int[] prompt = template.prompt(one.prompt());
            one.accepted().forEach(reply -> sequences.add(Sequence.of(prompt, template.reply(reply))));
        }
        double[] probabilities = new double[sequences.size()];
        boolean[] greedy = new boolean[sequences.size()];
        for (int from = 0; from < sequences.size(); from += BATCH_SIZE) {
            score(sequences, from, Math.min(from + BATCH_SIZE, sequences.size()), adapter, probabilities, greedy);
        }
        List<Score> scores = new ArrayList<>();
        int at = 0;
        for (Case one : cases) {
            int to = at + one.accepted().size();
            boolean any = false;
            for (int i = at; i < to; i++) {
                any |= greedy[i];
            }
            scores.add(new Score(Arrays.stream(probabilities, at, to).boxed().toList(), any));
            at = to;
        }
        return scores;
    }

    /** The means over all cases. */
    public Summary summary(List<Case> cases, Optional<LoraAdapter> adapter) {
        List<Score> scores = scores(cases, adapter);
        return new Summary(
                scores.stream().mapToDouble(Score::success).average().orElse(0),
                scores.stream()
                        .mapToDouble(score -> score.greedy() ? 1 : 0)
                        .average()
                        .orElse(0));
    }

    private void score(
            List<Sequence> sequences,
            int from,
            int to,
            Optional<LoraAdapter> adapter,
            double[] probabilities,
            boolean[] greedy) {
        TokenBatch batch = new TokenBatch(sequences.subList(from, to));
        Scores scores = graph.score(batch, adapter);
        Arrays.fill(greedy, from, to, true);
        for (int n = 0; n < batch.scored(); n++) {
            int sequence = from + batch.owner(n);
            probabilities[sequence] += scores.logProbs()[n];
            greedy[sequence] &= scores.likeliest()[n];
        }
        for (int i = from; i < to; i++) {
            probabilities[i] = Math.exp(probabilities[i]);
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
