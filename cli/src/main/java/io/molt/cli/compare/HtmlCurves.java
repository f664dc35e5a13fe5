package io.molt.cli.compare;

import io.molt.cli.comparison.Comparison;
import io.molt.cli.comparison.Distribution;
import io.molt.cli.comparison.RunSummary;
import io.molt.cli.comparison.StepPoint;
import io.molt.cli.plot.BarChart;
import io.molt.cli.plot.Lanes;
import io.molt.cli.plot.LineChart;
import io.molt.cli.plot.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The pictures of the page: rewards, batches and learning curves. */
final class HtmlCurves {

    /** Of more versions than this only the newest are drawn. */
    private static final int MOST_VERSIONS = 60;

    private final Markup page;
    private final Comparison comparison;

    HtmlCurves(Markup page, Comparison comparison) {
        this.page = page;
        this.comparison = comparison;
    }

    void write() {
        rewards();
        batches();
        learning();
    }

    private void keys() {
        page.open("p");
        for (int i = 0; i < comparison.runs().size(); i++) {
            HtmlReport.key(page, i, comparison.runs().get(i).name());
        }
        page.close();
    }

    private void rewards() {
        page.open("section", "id", "rewards").leaf("h2", "Rewards and advantages");
        keys();
        page.open("div", "class", "two");
        bars("rewards of all scored turns", RunSummary::rewards).draw(page);
        bars("advantages of the turns in batches", RunSummary::advantages).draw(page);
        page.close().open("div", "class", "scroll").open("table", "class", "full");
        page.open("tr").leaf("th", "run", "class", "name");
        for (String name : List.of("rewards", "mean", "deviation", "advantages", "mean", "deviation")) {
            page.leaf("th", name, "scope", "col");
        }
        page.close();
        for (RunSummary run : comparison.runs()) {
            page.open("tr").leaf("td", run.name(), "class", "name");
            spread(run.rewards());
            spread(run.advantages());
            page.close();
        }
        page.close().close().close().line();
    }

    private void spread(Distribution values) {
        page.leaf("td", Figures.count(values.count()));
        page.leaf("td", Figures.decimal(values.mean(), 2, "–"));
        page.leaf("td", Figures.decimal(values.deviation(), 2, "–"));
    }

    /** From the lowest to the highest bin that any run has something in. */
    private BarChart bars(String title, Function<RunSummary, Distribution> of) {
        List<Distribution> all = comparison.runs().stream().map(of).toList();
        List<Distribution.Bin> bins = all.get(0).bins();
        int[] used = IntStream.range(0, bins.size())
                .filter(bin ->
                        all.stream().anyMatch(each -> each.bins().get(bin).count() > 0))
                .toArray();
        List<String> names = new ArrayList<>();
        int first = used.length == 0 ? 0 : used[0];
        int last = used.length == 0 ? -1 : used[used.length - 1];
        for (int bin = first; bin <= last; bin++) {
            double centre = bins.get(bin).centre();
            names.add(String.format(Locale.ROOT, centre == 0 ? "%.1f" : "%+.1f", centre));
        }
        List<BarChart.Series> series = new ArrayList<>();
        for (int run = 0; run < all.size(); run++) {
            series.add(new BarChart.Series(
                    comparison.runs().get(run).name(),
                    HtmlReport.colour(run),
                    all.get(run).bins().subList(first, last + 1).stream()
                            .map(Distribution.Bin::count)
                            .toList()));
        }
        return new BarChart(title, names, series);
    }

    private void batches() {
        page.open("section", "id", "batches").leaf("h2", "Batches");
        page.open("p", "class", "soft");
        page.text("Turns in the order of the log, and the batch that each run put them into; the newest "
                + MOST_VERSIONS + " of each run. ");
        page.leaf("span", "▲", "class", "good").text(" praised, ");
        page.leaf("span", "▼", "class", "bad")
                .text(" corrected, ● learned for its hint alone.")
                .close();
        for (String agent : comparison.agents()) {
            List<Lanes.Lane> lanes = new ArrayList<>();
            for (int run = 0; run < comparison.runs().size(); run++) {
                RunSummary each = comparison.runs().get(run);
                List<StepPoint> steps = steps(each, agent);
                List<StepPoint> newest = steps.subList(Math.max(0, steps.size() - MOST_VERSIONS), steps.size());
                lanes.add(new Lanes.Lane(
                        each.name(),
                        HtmlReport.colour(run),
                        newest.stream().map(HtmlCurves::group).toList()));
            }
            new Lanes(agent, lanes).draw(page);
        }
        page.close().line();
    }

    private static Lanes.Group group(StepPoint step) {
        return new Lanes.Group(
                "v" + step.version(),
                step.turns().stream()
                        .filter(turn -> turn.agentSeq().isPresent())
                        .map(turn -> new Lanes.Mark(
                                turn.agentSeq().getAsLong(),
                                turn.reward().orElse(0),
                                turn.turn() + ", reward " + Figures.decimal(turn.reward(), 1, "none") + ", in batch "
                                        + step.version()))
                        .toList());
    }

    private void learning() {
        page.open("section", "id", "learning").leaf("h2", "Learning");
        keys();
        for (String agent : comparison.agents()) {
            page.leaf("h3", agent).open("div", "class", "charts");
            chart(agent, "loss", StepPoint::loss);
            chart(agent, "KL to the base policy, nats", StepPoint::kl);
            chart(agent, "gradient norm", StepPoint::gradNorm);
            chart(agent, "held-out replies, change in nats per token", StepPoint::heldoutLogprobChange);
            page.close();
        }
        table();
        page.close().line();
    }

    private void chart(String agent, String title, Function<StepPoint, OptionalDouble> metric) {
        List<LineChart.Series> series = new ArrayList<>();
        for (int run = 0; run < comparison.runs().size(); run++) {
            RunSummary each = comparison.runs().get(run);
            List<LineChart.Point> points = steps(each, agent).stream()
                    .filter(step -> metric.apply(step).isPresent())
                    .map(step -> new LineChart.Point(
                            step.version(),
                            metric.apply(step).getAsDouble(),
                            each.name() + " v" + step.version() + ": " + Figures.decimal(metric.apply(step), 4, "")))
                    .toList();
            series.add(new LineChart.Series(HtmlReport.colour(run), points));
        }
        new LineChart(title, series).draw(page);
    }

    private void table() {
        page.open("details").leaf("summary", "The same as a table").open("div", "class", "scroll");
        page.open("table", "class", "full").open("tr");
        for (String name : List.of("version", "run", "status", "turns", "loss", "KL", "gradient norm", "held-out")) {
            page.leaf("th", name, "scope", "col");
        }
        page.close();
        for (String agent : comparison.agents()) {
            for (RunSummary run : comparison.runs()) {
                for (StepPoint step : steps(run, agent)) {
                    page.open("tr").leaf("td", agent + "@v" + step.version()).leaf("td", run.name());
                    page.leaf("td", (step.status() + " " + step.reason()).strip());
                    page.leaf("td", Figures.count(step.turns().size()));
                    page.leaf("td", Figures.decimal(step.loss(), 4, "–"));
                    page.leaf("td", Figures.decimal(step.kl(), 4, "–"));
                    page.leaf("td", Figures.decimal(step.gradNorm(), 3, "–"));
                    page.leaf("td", Figures.signed(step.heldoutLogprobChange(), "–"))
                            .close();
                }
            }
        }
        page.close().close().close();
    }

    private static List<StepPoint> steps(RunSummary run, String agent) {
        return run.steps().stream().filter(step -> step.agent().equals(agent)).toList();
    }
}
