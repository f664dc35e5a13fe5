package io.molt.cli.compare;

import io.molt.cli.comparison.Comparison;
import io.molt.cli.comparison.HeldOutResult;
import io.molt.cli.comparison.PairComparison;
import io.molt.cli.comparison.RunSummary;
import io.molt.cli.plot.Markup;
import io.molt.cli.plot.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A comparison as one file: style, script and pictures are in it, nothing is fetched. Everything that people or policies said
 * is text; besides, the page forbids every script but its own.
 */
final class HtmlReport {

    private static final int COLOURS = 6;

    private final Comparison comparison;
    private final Markup page = new Markup();

    private HtmlReport(Comparison comparison) {
        this.comparison = comparison;
    }

    static String of(Comparison comparison) {
        return new HtmlReport(comparison).page();
    }

    /** The colour and shape of a run: 0 to 5. */
    static int colour(int run) {
        return run % COLOURS;
    }

    private String page() {
        String script = resource("report.js");
        String title = comparison.runs().stream().map(RunSummary::name).collect(Collectors.joining(", "));
        page.open("html", "lang", "en").open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + sha256(script) + "'");
        page.leaf("title", "molt compare: " + title);
        page.code("style", resource("report.css")).close().line();
        page.open("body").open("main");
        page.leaf("h1", title);
        page.leaf("p", "What is different between runs of the same history", "class", "soft");
        facts();
        contents();
        runs();
        for (int i = 0; i < comparison.pairs().size(); i++) {
            new HtmlPair(page, comparison.pairs().get(i), i).write();
        }
        kappas();
        new HtmlCurves(page, comparison).write();
        heldOut();
        cost();
        page.close().line();
        page.code("script", script);
        page.close().close();
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    private void facts() {
        page.open("div", "class", "facts");
        for (PairComparison pair : comparison.pairs().stream().limit(2).toList()) {
            String with = comparison.pairs().size() > 1 ? " · " + pair.b() : "";
            fact(Figures.decimal(pair.judges().kappa(), 2, "–"), "kappa of the judges" + with, "");
            fact(Figures.count(pair.sidesChanged()), "turns changed sides" + with, "");
            fact(pair.batches().equal() + " of " + pair.batches().compared(), "batches equal" + with, "");
            fact(
                    pair.adaptersEqual() ? "equal" : "different",
                    "adapters" + with,
                    pair.adaptersEqual() ? "good" : "bad");
        }
        page.close().line();
    }

    private void fact(String figure, String words, String kind) {
        page.open("div", "class", "fact")
                .leaf("b", figure, "class", kind)
                .leaf("span", words, "class", "soft")
                .close();
    }

    private void contents() {
        page.open("nav", "aria-label", "contents").leaf("a", "Runs", "href", "#runs");
        for (int i = 0; i < comparison.pairs().size(); i++) {
            PairComparison pair = comparison.pairs().get(i);
            page.leaf("a", pair.a() + " and " + pair.b(), "href", "#pair-" + i);
        }
        page.leaf("a", "Rewards", "href", "#rewards").leaf("a", "Batches", "href", "#batches");
        page.leaf("a", "Learning", "href", "#learning")
                .leaf("a", "Cost", "href", "#cost")
                .close()
                .line();
    }

    private void runs() {
        page.open("section", "id", "runs").leaf("h2", "Runs").open("div", "class", "scroll");
        page.open("table", "class", "full");
        head("run", "changed", "judge", "turns", "judged", "mean reward", "versions");
        for (int i = 0; i < comparison.runs().size(); i++) {
            RunSummary run = comparison.runs().get(i);
            page.open("tr").open("td", "class", "name");
            key(page, i, run.name());
            page.close();
            page.leaf("td", TextReport.changed(run), "class", "name");
            page.leaf(
                    "td",
                    String.join(", ", run.judging().judges()) + (run.judging().again() ? "" : ", as recorded"),
                    "class",
                    "name");
            cells(
                    Figures.count(run.judging().turns()),
                    Figures.count(run.judging().judged()),
                    Figures.decimal(run.rewards().mean(), 2, "–"),
                    Figures.count(run.steps().size()));
            page.close();
        }
        page.close().close();
        comparison.runs().stream()
                .filter(run -> run.name().equals(RunNames.LIVE))
                .forEach(live -> live.notes().forEach(note -> page.leaf("p", note, "class", "soft")));
        page.close().line();
    }

    /** A run's name with its colour, dash and shape. */
    static void key(Markup page, int run, String name) {
        int colour = colour(run);
        page.open("span", "class", "key s" + colour);
        page.open("svg", "viewBox", "0 0 30 14", "aria-hidden", "true");
        page.empty("path", "class", "curve", "d", "M0 7L30 7");
        Shape.of(colour).draw(page, 15, 7, 4.5, name);
        page.close().text(name).close();
    }

    private void kappas() {
        if (comparison.runs().size() < 3) {
            return;
        }
        page.open("section", "id", "kappas").leaf("h2", "Kappa of every two");
        page.open("div", "class", "scroll").open("table");
        page.open("tr").leaf("th", "");
        comparison.runs().forEach(run -> page.leaf("th", run.name()));
        page.close();
        for (int i = 0; i < comparison.runs().size(); i++) {
            page.open("tr").leaf("th", comparison.runs().get(i).name(), "class", "name");
            for (OptionalDouble kappa : comparison.judges().kappas().get(i)) {
                heat(page, Figures.decimal(kappa, 2, "–"), Math.max(0, kappa.orElse(0)));
            }
            page.close();
        }
        page.close().close().close().line();
    }

    /** A cell, darker with its weight, 0 to 1. */
    static void heat(Markup page, String text, double weight) {
        page.leaf("td", text, "class", "cell", "style", shade(weight));
    }

    static String shade(double weight) {
        return String.format(java.util.Locale.ROOT, "background: rgba(var(--heat), %.2f)", 0.5 * weight);
    }

    private void heldOut() {
        List<RunSummary> measured = comparison.runs().stream()
                .filter(run -> !run.heldOut().isEmpty())
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        page.open("section", "id", "held-out").leaf("h2", "Success on held-out requests");
        page.leaf(
                "p",
                "Probability of the wanted reply at temperature 1, on requests that were never asked",
                "class",
                "soft");
        page.open("div", "class", "scroll").open("table", "class", "full");
        head("run", "adapter", "base policy", "success", "greedy");
        for (int i = 0; i < comparison.runs().size(); i++) {
            RunSummary run = comparison.runs().get(i);
            for (HeldOutResult result : run.heldOut()) {
                page.open("tr").open("td", "class", "name");
                key(page, i, run.name());
                page.close().leaf("td", result.agent() + "@v" + result.version(), "class", "name");
                cells(share(result.before()), share(result.success()), share(result.greedy()));
                page.close();
            }
        }
        page.close().close().close().line();
    }

    private static String share(double share) {
        return Figures.percent(OptionalDouble.of(share));
    }

    private void cost() {
        page.open("section", "id", "cost").leaf("h2", "Cost");
        page.open("div", "class", "scroll").open("table", "class", "full");
        head("run", "", "judge calls", "characters judged", "tokens trained", "seconds");
        for (int i = 0; i < comparison.runs().size(); i++) {
            RunSummary run = comparison.runs().get(i);
            page.open("tr").open("td", "class", "name");
            key(page, i, run.name());
            page.close().leaf("td", run.judging().again() ? "" : "read the votes of then", "class", "name");
            cells(
                    Figures.count(run.cost().judgeCalls()),
                    Figures.count(run.cost().judgedCharacters()),
                    Figures.count(run.cost().trainedTokens()),
                    Figures.seconds(run.cost().seconds()));
            page.close();
        }
        page.close().close();
        page.leaf(
                "p",
                "Characters are counted once for each vote, tokens of replies once for each optimizer step.",
                "class",
                "soft");
        page.close().line();
    }

    /** The first two columns are words. */
    private void head(String... names) {
        page.open("tr");
        for (int i = 0; i < names.length; i++) {
            boolean words = i < 2 || names[i].equals("judge");
            page.leaf("th", names[i], "class", words ? "name" : "figure", "scope", "col");
        }
        page.close();
    }

    private void cells(String... texts) {
        for (String text : texts) {
            page.leaf("td", text);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
