package io.molt.cli.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A graph for programs: {@code title}, {@code remarks}, {@code groups} with {@code nodes}, {@code arrows}. */
public final class GraphJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private GraphJson() {}

    /** One object, indented; ends with a newline. */
    public static String of(Graph graph) {
        ObjectNode json = JSON.createObjectNode().put("title", graph.title());
        graph.remarks().forEach(json.putArray("remarks")::add);
        ArrayNode groups = json.putArray("groups");
        for (Graph.Group group : graph.groups()) {
            ArrayNode nodes = groups.addObject().put("heading", group.heading()).putArray("nodes");
            group.nodes().forEach(node -> add(nodes.addObject(), node));
        }
        ArrayNode arrows = json.putArray("arrows");
        graph.arrows().forEach(arrow -> arrows.addObject()
                .put("from", arrow.from())
                .put("to", arrow.to())
                .put("meaning", arrow.meaning()));
        try {
            return JSON.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ObjectNode json, Graph.Node node) {
        json.put("id", node.id())
                .put("mark", node.mark().name().toLowerCase(Locale.ROOT))
                .put("label", node.label())
                .put("line", node.line())
                .put("subject", node.subject());
        ArrayNode facts = json.putArray("facts");
        node.facts().forEach(fact -> facts.addObject().put("name", fact.name()).put("value", fact.value()));
    }
}
