package io.molt.cli.compare;

import io.molt.cli.comparison.AdapterDifferences;
import io.molt.cli.comparison.BatchDifferences;
import io.molt.cli.comparison.PairComparison;
import io.molt.cli.comparison.Side;
import io.molt.cli.comparison.SideChange;
import io.molt.cli.plot.Markup;
import java.util.List;
import java.util.Objects;

/** What is different between two runs, as a section of the page. */
final class HtmlPair {

    private static final int MOST_IDS = 40;

    private final Markup page;
    private final PairComparison pair;
    private final String id;

    /**
     * A section to be.
     *
     * @param number of the pair, 0, 1, ...
     */
    HtmlPair(Markup page, PairComparison pair, int number) {
        this.page = page;
        this.pair = pair;
        this.id = "pair-" + number;
    }

    void write() {
        page.open("section", "id", id).leaf("h2", pair.a() + " and " + pair.b());
        pair.sentences().forEach(sentence -> page.leaf("p", sentence));
        judges();
        changes();
        batches();
        adapters();
        page.close().line();
    }

    private void judges() {
        page.leaf("h3", "Judges");
        if (pair.judges().turns() == 0) {
            page.leaf("p", "No turn was judged by both.");
            return;
        }
        page.leaf(
                "p",
                "They took the same side on " + Figures.percent(pair.judges().raw()) + " of "
                        + Figures.count(pair.judges().turns()) + " turns. Cohen's kappa is "
                        + Figures.decimal(
                                pair.judges().kappa(),
                                3,
                                "not defined: " + pair.judges().undefined()) + ".");
        page.open("div", "class", "scroll").open("table").open("tr");
        page.leaf("th", pair.a() + " ↓ · " + pair.b() + " →", "class", "name");
        for (Side side : Side.values()) {
            page.leaf("th", side.label(), "scope", "col");
        }
        page.close();
        for (Side side : Side.values()) {
            page.open("tr").leaf("th", side.label(), "class", "name", "scope", "row");
            for (Side other : Side.values()) {
                cell(side, other);
            }
            page.close();
        }
        page.close().close().line();
    }

    private void cell(Side a, Side b) {
        long count = pair.judges().matrix().get(a.place()).get(b.place());
        page.open(
                "td",
                "class",
                "cell",
                "style",
                HtmlReport.shade(Math.sqrt((double) count / pair.judges().turns())));
        if (a != b && pair.changes().stream().anyMatch(change -> moved(change, a, b))) {
            page.leaf("a", Figures.count(count), "href", "#" + group(a, b));
        } else {
            page.text(Figures.count(count));
        }
        page.close();
    }

    private void changes() {
        if (pair.sidesChanged() == 0) {
            return;
        }
        page.leaf("h3", "What changed sides", "id", id + "-sides");
        if (pair.sidesChanged() > pair.changes().size()) {
            page.leaf("p", "The " + pair.changes().size() + " furthest apart of " + pair.sidesChanged() + ":");
        }
        page.empty(
                "input",
                "type",
                "search",
                "placeholder",
                "Filter by what was said, agent, session, turn",
                "aria-label",
                "filter the turns",
                "data-filter",
                id + "-turns",
                "hidden",
                "hidden");
        page.open("div", "id", id + "-turns");
        int number = 0;
        for (Side a : Side.values()) {
            for (Side b : Side.values()) {
                List<SideChange> moved = pair.changes().stream()
                        .filter(change -> moved(change, a, b))
                        .toList();
                if (!moved.isEmpty()) {
                    page.leaf(
                            "h3",
                            a.label() + " in " + pair.a() + ", " + b.label() + " in " + pair.b() + ": " + moved.size(),
                            "id",
                            group(a, b));
                }
                for (SideChange change : moved) {
                    turn(change, number++);
                }
            }
        }
        page.close().line();
    }

    private static boolean moved(SideChange change, Side a, Side b) {
        return change.a().side() == a && change.b().side() == b;
    }

    private String group(Side a, Side b) {
        return id + "-from-" + a.place() + "-to-" + b.place();
    }

    private void turn(SideChange change, int number) {
        String anchor = id + "-" + number + "-" + change.turn().replaceAll("[^A-Za-z0-9_-]", "_");
        page.open("details", "id", anchor).open("summary");
        page.leaf("span", change.a().words() + " → " + change.b().words(), "class", "move");
        page.text(change.agent() + " · ")
                .leaf("span", first(change.texts().next()), "class", "soft")
                .close();
        page.open("dl");
        row("request", change.texts().request());
        row("reply", change.texts().reply());
        row("what followed", change.texts().next());
        row("session", change.session());
        page.leaf("dt", "turn").open("dd").leaf("a", change.turn(), "href", "#" + anchor);
        page.text(" (entry " + change.agentSeq() + ") ").close();
        page.leaf("dt", "more")
                .open("dd")
                .leaf("code", Figures.lineage(change.turn()))
                .close();
        page.close().close().line();
    }

    private void row(String name, String text) {
        if (!text.isEmpty()) {
            page.leaf("dt", name).leaf("dd", text);
        }
    }

    private static String first(String text) {
        String one = text.replaceAll("\\s+", " ").strip();
        int most = Math.min(90, one.codePointCount(0, one.length()));
        String cut = one.substring(0, one.offsetByCodePoints(0, most));
        return Objects.equals(cut, one) ? one : cut + "…";
    }

    private void batches() {
        BatchDifferences batches = pair.batches();
        page.leaf("h3", "Batches");
        page.leaf(
                "p",
                batches.equal() + " of " + batches.compared() + " that both formed have the same turns; "
                        + batches.onlyA() + " only " + pair.a() + " formed, " + batches.onlyB() + " only " + pair.b()
                        + ".");
        if (batches.different().isEmpty()) {
            return;
        }
        page.open("ul");
        for (BatchDifferences.Different each : batches.different()) {
            page.open("li").text(each.agent() + " batch " + each.batch() + ": " + each.both() + " turns in both");
            ids(pair.a(), each.onlyA());
            ids(pair.b(), each.onlyB());
            page.close();
        }
        page.close().line();
    }

    private void ids(String run, List<String> turns) {
        if (!turns.isEmpty()) {
            page.text("; only in " + run + " ").open("code");
            page.text(String.join(" ", turns.subList(0, Math.min(MOST_IDS, turns.size()))));
            page.close();
            page.text(turns.size() > MOST_IDS ? " and " + (turns.size() - MOST_IDS) + " more" : "");
        }
    }

    private void adapters() {
        AdapterDifferences adapters = pair.adapters();
        page.leaf("h3", "Adapters");
        page.leaf(
                "p",
                pair.adaptersEqual()
                        ? "All " + adapters.equal()
                                + " versions are equal: the same lineage, the same sha256 of every file."
                        : adapters.equal() + " of " + adapters.compared() + " versions that both made are equal.");
        if (adapters.different().isEmpty()) {
            return;
        }
        page.open("div", "class", "scroll").open("table", "class", "full");
        page.open("tr")
                .leaf("th", "version", "class", "name")
                .leaf("th", "why it differs", "class", "name")
                .close();
        for (AdapterDifferences.Different each : adapters.different()) {
            page.open("tr").leaf("td", each.agent() + "@v" + each.version(), "class", "name");
            page.leaf("td", String.join("; ", each.why()), "class", "name").close();
        }
        page.close().close().line();
    }
}
