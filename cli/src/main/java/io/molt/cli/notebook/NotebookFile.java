package io.molt.cli.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A notebook in Jupyter's file format, version 4. */
final class NotebookFile {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ObjectNode root;

    private NotebookFile(ObjectNode root) {
        this.root = root;
    }

    /**
     * A part of a notebook.
     *
     * @param code true for Java, false for Markdown
     * @param source its text
     */
    record Cell(boolean code, String source) {}

    /**
     * Reads a file's text.
     *
     * @throws IllegalArgumentException if it is no notebook of version 4
     */
    static NotebookFile parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!(root instanceof ObjectNode object)
                || root.path("nbformat").asInt() != 4
                || !(root.path("cells") instanceof ArrayNode cells)) {
            throw new IllegalArgumentException("is no notebook of version 4");
        }
        cells.forEach(NotebookFile::check);
        return new NotebookFile(object.deepCopy());
    }

    private static void check(JsonNode cell) {
        if (!cell.isObject()
                || !(cell.path("source").isTextual() || cell.path("source").isArray())) {
            throw new IllegalArgumentException("has a cell without a source");
        }
    }

    /** All cells, in order. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : root.get("cells")) {
            cells.add(new Cell(cell.path("cell_type").asText().equals("code"), source(cell.get("source"))));
        }
        return cells;
    }

    private static String source(JsonNode source) {
        StringBuilder text = new StringBuilder(source.asText());
        source.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    /** Whether a cell holds an output: files in git hold none. */
    boolean hasOutputs() {
        return root.get("cells").findValues("outputs").stream().anyMatch(outputs -> !outputs.isEmpty());
    }

    /**
     * The file's text with other outputs.
     *
     * @param outputs of each cell, in order; cells beyond the list have none
     */
    String with(List<List<Output>> outputs) {
        ObjectNode copy = root.deepCopy();
        int count = 0;
        for (int i = 0; i < copy.get("cells").size(); i++) {
            ObjectNode cell = (ObjectNode) copy.get("cells").get(i);
            if (cell.path("cell_type").asText().equals("code")) {
                boolean ran = i < outputs.size();
                int number = ++count;
                ArrayNode written = cell.putArray("outputs");
                cell.set("execution_count", ran ? cell.numberNode(number) : cell.nullNode());
                if (ran) {
                    outputs.get(i).forEach(output -> written.add(output.json(number)));
                }
            }
        }
        try {
            return JSON.writeValueAsString(copy) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON could not be written", e);
        }
    }
}
