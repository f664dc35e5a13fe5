package io.molt.cli.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A graph with its long lists folded, so that a picture of it can be read: what is left out is counted by its looks. */
final class Folded {

    /** Nodes of a group that are drawn one by one. */
    private static final int MOST = 24;

    private static final int AT_THE_START = 4;
    private static final int AT_THE_END = 3;

    private final Graph graph;
    private final Map<String, String> foldOf = new HashMap<>();

    private Folded(Graph graph) {
        this.graph = graph;
    }

    static Graph of(Graph graph) {
        return new Folded(graph).fold();
    }

    private Graph fold() {
        List<Graph.Group> groups = graph.groups().stream()
                .map(group -> new Graph.Group(group.heading(), group.column(), nodes(group)))
                .toList();
        LinkedHashSet<Graph.Arrow> arrows = new LinkedHashSet<>();
        for (Graph.Arrow arrow : graph.arrows()) {
            String from = foldOf.getOrDefault(arrow.from(), arrow.from());
            String to = foldOf.getOrDefault(arrow.to(), arrow.to());
            if (!from.equals(to)) {
                arrows.add(new Graph.Arrow(from, to, arrow.meaning()));
            }
        }
        return new Graph(graph.title(), graph.remarks(), groups, List.copyOf(arrows));
    }

    private List<Graph.Node> nodes(Graph.Group group) {
        List<Graph.Node> all = group.nodes();
        if (all.size() <= MOST) {
            return all;
        }
        int middle = middle(all);
        int from = Math.max(AT_THE_START, Math.min(middle - MOST / 3, all.size() - AT_THE_END - 1));
        int to = Math.min(all.size() - AT_THE_END, from + MOST - AT_THE_START - AT_THE_END - 2);
        List<Graph.Node> drawn = new ArrayList<>(all.subList(0, AT_THE_START));
        hide(all.subList(AT_THE_START, from), drawn);
        drawn.addAll(all.subList(from, to));
        hide(all.subList(to, all.size() - AT_THE_END), drawn);
        drawn.addAll(all.subList(all.size() - AT_THE_END, all.size()));
        return drawn;
    }

    private static int middle(List<Graph.Node> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).subject()) {
                return i;
            }
        }
        return 0;
    }

    private void hide(List<Graph.Node> hidden, List<Graph.Node> drawn) {
        if (hidden.size() < 2) {
            drawn.addAll(hidden);
            return;
        }
        String id = "fold-" + hidden.get(0).id();
        hidden.forEach(node -> foldOf.put(node.id(), id));
        long good =
                hidden.stream().filter(node -> node.mark() == Graph.Mark.GOOD).count();
        long bad = hidden.stream().filter(node -> node.mark() == Graph.Mark.BAD).count();
        String line = good + bad == 0 ? "" : good + " good, " + bad + " bad";
        drawn.add(new Graph.Node(id, Graph.Mark.PLAIN, "… " + hidden.size() + " more", line, List.of(), false));
    }
}
