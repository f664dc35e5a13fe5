package io.molt.operators.learn;

import io.molt.schemas.batch.TrainingExample;
import java.util.List;

/** Advantages of a batch, and whether it can teach anything. */
final class BatchAdvantages {

    private static final double EPSILON = 1e-8;

    private BatchAdvantages() {}

    /** Pending examples carry the advantage over the running mean; here every other kind is put in its place. */
    static List<TrainingExample> of(List<TrainingExample> examples, Advantages kind) {
        return switch (kind) {
            case BASELINE -> List.copyOf(examples);
            case NONE -> examples.stream()
                    .map(each -> withAdvantage(each, each.reward()))
                    .toList();
            case BATCH -> {
                double mean = mean(examples);
                double deviation = deviation(examples, mean);
                yield examples.stream()
                        .map(each -> withAdvantage(each, (each.reward() - mean) / (deviation + EPSILON)))
                        .toList();
            }
        };
    }

    /**
     * Why no step is made; empty if one is. A batch of nothing but praise (outcomes make it up to 2) only forgets; one of equal rewards has no
     * direction once it is centred.
     */
    static String skip(List<TrainingExample> examples, Advantages kind) {
        if (examples.stream().anyMatch(each -> !each.hint().isEmpty())) {
            return "";
        }
        if (examples.stream().allMatch(each -> each.reward() >= 1)) {
            return "EMPTY";
        }
        boolean flat = deviation(examples, mean(examples)) == 0;
        return kind == Advantages.BATCH && flat ? "ZERO_VARIANCE" : "";
    }

    private static double mean(List<TrainingExample> examples) {
        return examples.stream().mapToDouble(TrainingExample::reward).average().orElse(0);
    }

    /** Population standard deviation. */
    private static double deviation(List<TrainingExample> examples, double mean) {
        return Math.sqrt(examples.stream()
                .mapToDouble(each -> (each.reward() - mean) * (each.reward() - mean))
                .average()
                .orElse(0));
    }

    private static TrainingExample withAdvantage(TrainingExample example, double advantage) {
        return new TrainingExample(
                example.turnId(),
                example.agentSeq(),
                example.sampled(),
                example.reward(),
                advantage,
                example.hint(),
                example.messages());
    }
}
