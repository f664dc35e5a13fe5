package io.molt.cli.compare;

import io.molt.cli.comparison.AdapterDifferences;
import io.molt.cli.comparison.BatchDifferences;
import io.molt.cli.comparison.Comparison;
import io.molt.cli.comparison.HeldOutResult;
import io.molt.cli.comparison.PairComparison;
import io.molt.cli.comparison.RunSummary;
import io.molt.cli.comparison.Side;
import io.molt.cli.comparison.SideChange;
import io.molt.cli.comparison.StepPoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A comparison for a terminal. */
final class TextReport {

    private static final int MOST = 20;
    private static final int WIDEST = 72;

    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Comparison comparison) {
        this.comparison = comparison;
    }

    static String of(Comparison comparison) {
        TextReport report = new TextReport(comparison);
        report.runs();
        comparison.pairs().forEach(report::pair);
        report.kappas();
        report.steps();
        report.heldOut();
        report.cost();
        return report.text.toString();
    }

    private void runs() {
        line("%-16s %8s %8s %8s %9s %9s  %s", "run", "turns", "judged", "mean r", "mean adv", "versions", "changed");
        for (RunSummary run : comparison.runs()) {
            line(
                    "%-16s %8d %8d %8s %9s %9d  %s",
                    run.name(),
                    run.judging().turns(),
                    run.judging().judged(),
                    Figures.decimal(run.rewards().mean(), 2, "-"),
                    Figures.decimal(run.advantages().mean(), 2, "-"),
                    run.steps().size(),
                    changed(run));
        }
        comparison.runs().stream()
                .filter(run -> run.name().equals(RunNames.LIVE))
                .forEach(live -> live.notes().forEach(note -> line("%s", note)));
    }

    /** What makes a run a run of its own, in one line. */
    static String changed(RunSummary run) {
        if (run.name().equals(RunNames.LIVE)) {
            return "as it was";
        }
        String settings = run.set().entrySet().stream()
                .map(set -> set.getKey() + "=" + set.getValue())
                .collect(Collectors.joining(" "));
        String notes = String.join(", ", run.notes());
        String both = settings.isEmpty() || notes.isEmpty() ? settings + notes : settings + ", " + notes;
        return both.isEmpty() ? "nothing" : both;
    }

    private void pair(PairComparison pair) {
        line("");
        line("%s and %s", pair.a(), pair.b());
        pair.sentences().forEach(sentence -> line("  %s", sentence));
        judges(pair);
        turns(pair);
        BatchDifferences batches = pair.batches();
        line(
                "  batches   %d of %d equal%s",
                batches.equal(), batches.compared(), only(pair, batches.onlyA(), batches.onlyB()));
        for (BatchDifferences.Different each :
                batches.different().stream().limit(MOST).toList()) {
            line(
                    "    %s batch %d: %d turns in both, %d in %s only, %d in %s only",
                    each.agent(),
                    each.batch(),
                    each.both(),
                    each.onlyA().size(),
                    pair.a(),
                    each.onlyB().size(),
                    pair.b());
        }
        more(batches.different().size());
        AdapterDifferences adapters = pair.adapters();
        line(
                "  adapters  %s: %d of %d equal%s",
                pair.adaptersEqual() ? "equal" : "different",
                adapters.equal(),
                adapters.compared(),
                only(pair, adapters.onlyA().size(), adapters.onlyB().size()));
        for (AdapterDifferences.Different each :
                adapters.different().stream().limit(MOST).toList()) {
            line("    %s@v%d: %s", each.agent(), each.version(), String.join("; ", each.why()));
        }
        more(adapters.different().size());
    }

    private static String only(PairComparison pair, long a, long b) {
        return (a == 0 ? "" : ", " + a + " in " + pair.a() + " only")
                + (b == 0 ? "" : ", " + b + " in " + pair.b() + " only");
    }

    private void judges(PairComparison pair) {
        OptionalDouble kappa = pair.judges().kappa();
        line(
                "  judges    kappa %s, the same on %s of %d turns that both judged%s",
                Figures.decimal(kappa, 3, "not defined"),
                Figures.percent(pair.judges().raw()),
                pair.judges().turns(),
                kappa.isPresent() ? "" : " (" + pair.judges().undefined() + ")");
        if (pair.judges().turns() == 0) {
            return;
        }
        line("    %-20s %9s %9s %9s %9s", pair.a() + " \\ " + pair.b(), "-1", "0", "+1", "unscored");
        for (Side side : Side.values()) {
            List<Long> row = pair.judges().matrix().get(side.place());
            line("    %20s %9d %9d %9d %9d", side.label(), row.get(0), row.get(1), row.get(2), row.get(3));
        }
    }

    private void turns(PairComparison pair) {
        if (pair.sidesChanged() == 0) {
            return;
        }
        line("  %d turns changed sides", pair.sidesChanged());
        for (SideChange change : pair.changes().stream().limit(MOST).toList()) {
            line("    %s -> %s  %s", change.a().words(), change.b().words(), Figures.lineage(change.turn()));
            line("      session %s: %s", change.session(), cut(change.texts().next()));
        }
        more(pair.sidesChanged());
    }

    private void more(long all) {
        if (all > MOST) {
            line("    and %d more; --json and --html list them", all - MOST);
        }
    }

    private void kappas() {
        if (comparison.runs().size() < 3) {
            return;
        }
        line("");
        line("kappa of every two");
        List<RunSummary> runs = comparison.runs();
        line(
                "%-16s%s",
                "", runs.stream().map(run -> String.format(" %12s", run.name())).collect(Collectors.joining()));
        for (int i = 0; i < runs.size(); i++) {
            line(
                    "%-16s%s",
                    runs.get(i).name(),
                    comparison.judges().kappas().get(i).stream()
                            .map(kappa -> String.format(" %12s", Figures.decimal(kappa, 3, "-")))
                            .collect(Collectors.joining()));
        }
    }

    private void steps() {
        line("");
        line(
                "%-24s %-16s %-9s %6s %9s %9s %9s %12s",
                "version", "run", "status", "turns", "loss", "kl", "grad", "held-out lp");
        for (String agent : comparison.agents()) {
            for (RunSummary run : comparison.runs()) {
                for (StepPoint step : run.steps()) {
                    if (step.agent().equals(agent)) {
                        line(
                                "%-24s %-16s %-9s %6d %9s %9s %9s %12s%s",
                                step.agent() + "@v" + step.version(),
                                run.name(),
                                step.status(),
                                step.turns().size(),
                                Figures.decimal(step.loss(), 4, "-"),
                                Figures.decimal(step.kl(), 4, "-"),
                                Figures.decimal(step.gradNorm(), 3, "-"),
                                Figures.signed(step.heldoutLogprobChange(), "-"),
                                step.reason().isEmpty() ? "" : "  " + step.reason());
                    }
                }
            }
        }
    }

    private void heldOut() {
        if (comparison.runs().stream().allMatch(run -> run.heldOut().isEmpty())) {
            return;
        }
        line("");
        line("%-24s %-16s %8s %8s %8s", "held-out requests", "run", "before", "success", "greedy");
        for (RunSummary run : comparison.runs()) {
            for (HeldOutResult result : run.heldOut()) {
                line(
                        "%-24s %-16s %8.2f %8.2f %8.2f",
                        result.agent() + "@v" + result.version(),
                        run.name(),
                        result.before(),
                        result.success(),
                        result.greedy());
            }
        }
    }

    private void cost() {
        line("");
        line("%-16s %12s %18s %15s %9s", "cost", "judge calls", "characters judged", "tokens trained", "seconds");
        for (RunSummary run : comparison.runs()) {
            line(
                    "%-16s %12s %18s %15s %9s",
                    run.name(),
                    Figures.count(run.cost().judgeCalls()),
                    Figures.count(run.cost().judgedCharacters()),
                    Figures.count(run.cost().trainedTokens()),
                    Figures.seconds(run.cost().seconds()));
        }
        Map<Boolean, List<String>> asked = comparison.runs().stream()
                .collect(Collectors.partitioningBy(
                        run -> run.judging().again(), Collectors.mapping(RunSummary::name, Collectors.toList())));
        if (!asked.get(false).isEmpty()) {
            line("%s read the votes of then and asked no judge", String.join(", ", asked.get(false)));
        }
    }

    private static String cut(String words) {
        String one = words.replaceAll("\\p{Cntrl}+|\\s+", " ").strip();
        return one.length() > WIDEST
                ? one.substring(0, one.offsetByCodePoints(0, Math.min(WIDEST - 1, one.codePointCount(0, one.length()))))
                        + "…"
                : one;
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
