package io.molt.cli.graph;

import io.molt.cli.plot.Markup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A graph as a picture of its own: columns from left to right, arrows between them. Light or dark as the reader's screen is;
 * colours are never the only sign. What a node says in full stands in its tooltip.
 */
public final class GraphSvg {

    private static final int WIDTH = 290;
    private static final int HEIGHT = 44;
    private static final int GAP_X = 110;
    private static final int GAP_Y = 12;
    private static final int MARGIN = 24;
    private static final int LABEL = 34;
    private static final int LINE = 42;

    private static final String STYLE =
            """
            .lineage{font-family:system-ui,-apple-system,"Segoe UI",sans-serif;background:var(--page);
            --page:#fcfcfb;--ink:#1d1f23;--soft:#666b73;--rule:#c9ccd1;--card:#fff;
            --good:#1f6fb4;--bad:#b8500c;--skill:#6b4ba3;--policy:#1c7a5a;--plain:#80858d}
            @media(prefers-color-scheme:dark){.lineage{--page:#17191c;--ink:#eceef0;--soft:#a2a8b0;--rule:#454a52;--card:#212429;
            --good:#6cb2ec;--bad:#f0985a;--skill:#b79cec;--policy:#5fc79f;--plain:#8d939c}}
            .lineage .page{fill:var(--page)}.lineage .card{fill:var(--card);stroke:var(--rule)}
            .lineage .subject .card{stroke:var(--ink);stroke-width:2}.lineage .unused{opacity:.6}
            .lineage text{fill:var(--ink);font-size:13px}.lineage .head{font-weight:600;fill:var(--soft)}
            .lineage .label{font-weight:600}.lineage .line,.lineage .meaning{fill:var(--soft);font-size:11.5px}
            .lineage .arrow{fill:none;stroke:var(--plain);stroke-width:1.3;opacity:.65}.lineage .tip{fill:var(--plain)}
            .lineage .b-good{fill:var(--good)}.lineage .b-bad{fill:var(--bad)}.lineage .b-skill{fill:var(--skill)}
            .lineage .b-policy{fill:var(--policy)}.lineage .b-plain,.lineage .b-unused{fill:var(--plain)}
            """;

    private final Graph graph;
    private final Map<String, int[]> places = new HashMap<>();
    private final StringBuilder cards = new StringBuilder();
    private int width;
    private int height;

    private GraphSvg(Graph graph) {
        this.graph = graph;
    }

    /** A whole SVG document; ends with a newline. */
    public static String of(Graph graph) {
        return new GraphSvg(Folded.of(graph)).draw();
    }

    private String draw() {
        place();
        StringBuilder out = new StringBuilder();
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lineage\" role=\"img\" viewBox=\"0 0 ")
                .append(width + " " + height)
                .append("\" width=\"" + width + "\" height=\"" + height + "\">\n<title>")
                .append(Markup.escaped(graph.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append(
                        "</style>\n<defs><marker id=\"lineage-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\"")
                .append(
                        " markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n")
                .append("<rect class=\"page\" width=\"" + width + "\" height=\"" + height + "\"/>\n");
        graph.arrows().forEach(arrow -> arrow(arrow, out));
        return out.append(cards).append("</svg>\n").toString();
    }

    private void place() {
        int[] y = new int[8];
        for (Graph.Group group : graph.groups()) {
            if (group.nodes().isEmpty()) {
                continue;
            }
            int x = MARGIN + group.column() * (WIDTH + GAP_X);
            int top = y[group.column()] == 0 ? MARGIN : y[group.column()] + GAP_Y;
            text("head", x, top + 14, Markup.escaped(Caption.cut(group.heading(), LABEL + 4)));
            top += 26;
            for (Graph.Node node : group.nodes()) {
                places.put(node.id(), new int[] {x, top});
                card(node, x, top);
                top += HEIGHT + GAP_Y;
            }
            y[group.column()] = top;
            width = Math.max(width, x + WIDTH + MARGIN + GAP_X / 2);
            height = Math.max(height, top + MARGIN);
        }
    }

    private void card(Graph.Node node, int x, int y) {
        String mark = node.mark().name().toLowerCase(Locale.ROOT);
        cards.append("<g class=\"")
                .append(mark)
                .append(node.subject() ? " subject" : "")
                .append("\"><title>");
        cards.append(Markup.escaped(tooltip(node))).append("</title>");
        cards.append("<rect class=\"card\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT
                + "\" rx=\"6\"/>");
        cards.append("<rect class=\"b-" + mark + "\" x=\"" + x + "\" y=\"" + y + "\" width=\"5\" height=\"" + HEIGHT
                + "\" rx=\"2\"/>");
        text("label", x + 14, y + 18, Markup.escaped(Caption.cut(node.label(), LABEL)));
        text("line", x + 14, y + 35, Markup.escaped(Caption.cut(node.line(), LINE)));
        cards.append("</g>\n");
    }

    private static String tooltip(Graph.Node node) {
        List<String> lines = new ArrayList<>(List.of(node.label() + "  " + node.line()));
        node.facts().forEach(fact -> lines.add(fact.name() + ": " + Caption.cut(fact.value(), 400)));
        return String.join("\n", lines);
    }

    private void text(String style, int x, int y, String escaped) {
        cards.append("<text class=\"" + style + "\" x=\"" + x + "\" y=\"" + y + "\">" + escaped + "</text>");
    }

    private void arrow(Graph.Arrow arrow, StringBuilder out) {
        int[] from = places.get(arrow.from());
        int[] to = places.get(arrow.to());
        if (from == null || to == null) {
            return;
        }
        int y1 = from[1] + HEIGHT / 2;
        int y2 = to[1] + HEIGHT / 2;
        boolean back = to[0] < from[0];
        boolean same = to[0] == from[0];
        int x1 = back ? from[0] : from[0] + WIDTH;
        int x2 = back || same ? to[0] + WIDTH : to[0];
        int bend = same ? Math.min(GAP_X / 2, 14 + Math.abs(y2 - y1) / 12) : (back ? -GAP_X / 2 : GAP_X / 2);
        int bend2 = same ? bend : -bend;
        out.append("<path class=\"arrow\" marker-end=\"url(#lineage-tip)\" d=\"M" + x1 + " " + y1 + "C" + (x1 + bend)
                        + " " + y1 + " " + (x2 + bend2) + " " + y2 + " " + x2 + " " + y2 + "\"><title>")
                .append(Markup.escaped(arrow.meaning()))
                .append("</title></path>\n");
    }
}
