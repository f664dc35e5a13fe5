package io.molt.cli.graph;

import io.molt.cli.plot.Markup;

/** A graph as one page: title, picture, legend, and everything that the picture leaves out. */
public final class GraphHtml {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--page:#fcfcfb;--ink:#1d1f23;--soft:#666b73;--rule:#d7d9dd}
            @media(prefers-color-scheme:dark){:root{--page:#17191c;--ink:#eceef0;--soft:#a2a8b0;--rule:#3a3f46}}
            body{margin:0;padding:1.5rem;background:var(--page);color:var(--ink);
            font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
            h1{font-size:1.35rem;margin:0 0 .5rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin:1.5rem 0 .4rem}
            .picture{overflow-x:auto;margin:1rem 0}.legend{color:var(--soft)}.legend b{font-weight:600}
            .key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .35em 0 1em;vertical-align:-.05em}
            details{border-top:1px solid var(--rule);padding:.35rem 0}summary{cursor:pointer;overflow-wrap:anywhere}
            summary span,dt{color:var(--soft)}dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem;margin:.5rem 0 .5rem 1rem}
            dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
            .good{background:#1f6fb4}.bad{background:#b8500c}.skill{background:#6b4ba3}.policy{background:#1c7a5a}.plain{background:#80858d}
            """;

    private static final String LEGEND =
            """
            <p class="legend"><b>Legend:</b>
            <span class="key good"></span>turn, +1 (good)<span class="key bad"></span>turn, -1 (bad)\
            <span class="key plain"></span>turn without a reward, or weights that are not used\
            <span class="key skill"></span>skill<span class="key policy"></span>policy version.
            A thick frame is what this page is about; an arrow runs from what came first to what it led to.</p>
            """;

    private GraphHtml() {}

    /** A whole document, without scripts and without anything to fetch. */
    public static String of(Graph graph) {
        StringBuilder out = new StringBuilder();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Markup.escaped(graph.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(Markup.escaped(graph.title()))
                .append("</h1>\n");
        graph.remarks()
                .forEach(remark ->
                        out.append("<p>").append(Markup.escaped(remark)).append("</p>\n"));
        out.append("<div class=\"picture\">\n")
                .append(GraphSvg.of(graph))
                .append("</div>\n")
                .append(LEGEND);
        graph.groups().stream().filter(group -> !group.nodes().isEmpty()).forEach(group -> add(group, out));
        return out.append("</body>\n</html>\n").toString();
    }

    private static void add(Graph.Group group, StringBuilder out) {
        out.append("<h2>").append(Markup.escaped(group.heading())).append("</h2>\n");
        for (Graph.Node node : group.nodes()) {
            out.append("<details").append(node.subject() ? " open" : "").append("><summary>");
            out.append(Markup.escaped(node.label()))
                    .append(" <span>")
                    .append(Markup.escaped(Caption.cut(node.line(), 160)));
            out.append("</span></summary><dl>");
            node.facts().forEach(fact -> out.append("<dt>")
                    .append(Markup.escaped(fact.name()))
                    .append("</dt><dd>")
                    .append(Markup.escaped(fact.value()))
                    .append("</dd>"));
            out.append("</dl></details>\n");
        }
    }
}
