package io.molt.cli.graph;

import java.util.List;

/** A graph to read in a terminal: every group, every node with all that is known about it. */
public final class GraphText {

    private static final int WIDEST = 240;

    private GraphText() {}

    /** Ends with a newline. Control characters are shown as blanks, so that no text can move the cursor. */
    public static String of(Graph graph) {
        StringBuilder out = new StringBuilder();
        out.append(plain(graph.title())).append('\n');
        graph.remarks().forEach(remark -> out.append("  ").append(plain(remark)).append('\n'));
        for (Graph.Group group : graph.groups()) {
            if (group.nodes().isEmpty()) {
                continue;
            }
            out.append('\n').append(plain(group.heading())).append('\n');
            group.nodes().forEach(node -> add(out, graph, node));
        }
        return out.toString();
    }

    private static void add(StringBuilder out, Graph graph, Graph.Node node) {
        out.append(node.subject() ? "* " : "  ").append(plain(node.label()));
        out.append(node.line().isEmpty() ? "" : "  " + plain(node.line())).append('\n');
        for (Graph.Fact fact : node.facts()) {
            out.append("      ")
                    .append(plain(fact.name()))
                    .append(": ")
                    .append(plain(fact.value()))
                    .append('\n');
        }
        List<String> leadsTo = graph.arrows().stream()
                .filter(arrow -> arrow.from().equals(node.id()))
                .map(arrow -> arrow.meaning() + " "
                        + graph.node(arrow.to()).map(Graph.Node::label).orElse(arrow.to()))
                .toList();
        if (!leadsTo.isEmpty()) {
            out.append("      -> ").append(plain(String.join(", ", leadsTo))).append('\n');
        }
    }

    private static String plain(String text) {
        return Caption.cut(text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " "), WIDEST);
    }
}
