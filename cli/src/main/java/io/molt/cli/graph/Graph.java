package io.molt.cli.graph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What led to what.
 *
 * @param title in one line
 * @param remarks sentences about the whole
 * @param groups in the order in which they are read
 * @param arrows between nodes of the groups, by id
 */
public record Graph(String title, List<String> remarks, List<Group> groups, List<Arrow> arrows) {

    public Graph {
        requireNonNull(title, "title");
        remarks = List.copyOf(remarks);
        groups = List.copyOf(groups);
        arrows = List.copyOf(arrows);
    }

    /**
     * Things of one role.
     *
     * @param heading what they are
     * @param column where they stand, 0 at the left; several groups may share one
     * @param nodes from top to bottom
     */
    public record Group(String heading, int column, List<Node> nodes) {

        public Group {
            requireNonNull(heading, "heading");
            nodes = List.copyOf(nodes);
            if (column < 0 || column > 7) {
                throw new IllegalArgumentException("a group stands in column 0 to 7, but was in " + column);
            }
        }
    }

    /**
     * One thing.
     *
     * @param id unique in the graph
     * @param mark how it looks
     * @param label what it is called
     * @param line the most important about it
     * @param facts everything about it
     * @param subject true if the graph is about it
     */
    public record Node(String id, Mark mark, String label, String line, List<Fact> facts, boolean subject) {

        public Node {
            requireNonNull(id, "id");
            requireNonNull(mark, "mark");
            requireNonNull(label, "label");
            requireNonNull(line, "line");
            facts = List.copyOf(facts);
        }
    }

    /** How a node looks. */
    public enum Mark {
        /** A turn with a reward above 0. */
        GOOD,
        /** A turn with a reward below 0. */
        BAD,
        /** A turn without a reward, or with 0. */
        PLAIN,
        SKILL,
        POLICY,
        /** Weights that are not served or were never made. */
        UNUSED
    }

    /** Something that is known about a node. */
    public record Fact(String name, String value) {

        public Fact {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /**
     * One thing led to another.
     *
     * @param from id of a node
     * @param to id of another
     * @param meaning in one or two words
     */
    public record Arrow(String from, String to, String meaning) {

        public Arrow {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(meaning, "meaning");
        }
    }

    Optional<Node> node(String id) {
        return groups.stream()
                .flatMap(group -> group.nodes().stream())
                .filter(node -> node.id().equals(id))
                .findFirst();
    }
}
