package io.molt.cli.comparison;

import io.molt.operators.learn.Advantages;
import io.molt.schemas.adapter.AdapterVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The advantages of a run's batches. No table has them: they are made again out of rewards, as the fold makes them. What was
 * before a batch is known from the manifest before it, so that of {@link Advantages#BASELINE} the running mean stands still
 * within a batch here.
 */
final class RecordedAdvantages {

    private static final double EPSILON = 1e-8;

    private RecordedAdvantages() {}

    /** In the order of the run's versions; a turn that is not in the tables any more has none. */
    static double[] of(Run run) {
        Map<String, JudgedTurn> first = run.first();
        List<Double> advantages = new ArrayList<>();
        String agent = "";
        double baseline = 0;
        for (AdapterVersion version : run.versions()) {
            baseline = version.agentId().equals(agent) ? baseline : 0;
            double[] rewards = version.lineage().turnIds().stream()
                    .map(first::get)
                    .filter(turn -> turn != null)
                    .mapToDouble(turn -> turn.reward().orElse(0))
                    .toArray();
            for (double advantage : of(rewards, run.how().advantages(), baseline)) {
                advantages.add(advantage);
            }
            agent = version.agentId();
            baseline = version.lineage().foldPoint().baseline();
        }
        return advantages.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] of(double[] rewards, Advantages kind, double baseline) {
        return switch (kind) {
            case NONE -> rewards;
            case BASELINE -> Arrays.stream(rewards)
                    .map(reward -> reward - baseline)
                    .toArray();
            case BATCH -> {
                double mean = Arrays.stream(rewards).average().orElse(0);
                double deviation = Math.sqrt(Arrays.stream(rewards)
                        .map(reward -> (reward - mean) * (reward - mean))
                        .average()
                        .orElse(0));
                yield Arrays.stream(rewards)
                        .map(reward -> (reward - mean) / (deviation + EPSILON))
                        .toArray();
            }
        };
    }
}
