package io.molt.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is different between runs; the JSON of {@code molt compare} has these names in snake case, and null for what is not
 * known.
 *
 * @param adaptersEqual true if the adapters of every run are equal to the first run's
 * @param judges how all of them agree
 * @param runs each by itself
 * @param pairs the first run with each other one
 */
public record Comparison(boolean adaptersEqual, Judges judges, List<RunSummary> runs, List<PairComparison> pairs) {

    public Comparison {
        runs = List.copyOf(runs);
        pairs = List.copyOf(pairs);
    }

    /**
     * How judges agree.
     *
     * @param kappa of the first two runs; empty if it is not defined
     * @param kappas of every two runs: a row and a column for each, in their order
     */
    public record Judges(OptionalDouble kappa, List<List<OptionalDouble>> kappas) {

        public Judges {
            kappas = kappas.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Compares.
     *
     * @param runs two at least
     * @param heldOut measurements by the run's name
     * @param most turns that are listed for each pair
     */
    public static Comparison of(List<Run> runs, Map<String, List<HeldOutResult>> heldOut, int most) {
        if (runs.size() < 2) {
            throw new IllegalArgumentException("it takes two runs to compare");
        }
        List<PairComparison> pairs = new ArrayList<>();
        for (Run other : runs.subList(1, runs.size())) {
            pairs.add(PairComparison.of(runs.get(0), other, most));
        }
        List<List<OptionalDouble>> kappas = kappas(runs);
        return new Comparison(
                pairs.stream().allMatch(PairComparison::adaptersEqual),
                new Judges(kappas.get(0).get(1), kappas),
                runs.stream()
                        .map(run -> RunSummary.of(run, heldOut.getOrDefault(run.name(), List.of())))
                        .toList(),
                pairs);
    }

    private static List<List<OptionalDouble>> kappas(List<Run> runs) {
        List<Map<String, JudgedTurn>> turns = runs.stream().map(Run::latest).toList();
        return turns.stream()
                .map(one -> turns.stream()
                        .map(other -> Agreement.of(one, other).kappa())
                        .toList())
                .toList();
    }

    /** The turns that changed sides in any pair. */
    public List<SideChange> changes() {
        return pairs.stream().flatMap(pair -> pair.changes().stream()).toList();
    }

    /** The same with what was said in the turns that changed sides. */
    public Comparison with(Map<String, SideChange.Texts> texts) {
        return new Comparison(
                adaptersEqual,
                judges,
                runs,
                pairs.stream().map(pair -> pair.with(texts)).toList());
    }

    /** Agents of any run, by name. */
    public List<String> agents() {
        return runs.stream()
                .flatMap(run -> Stream.concat(
                        run.spans().keySet().stream(), run.steps().stream().map(StepPoint::agent)))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }
}
