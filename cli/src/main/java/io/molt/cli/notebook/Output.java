package io.molt.cli.notebook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a cell left behind, as Jupyter's file format and a page have it. */
sealed interface Output {

    ObjectNode json(int count);

    String html();

    /** Whether it is a picture. */
    default boolean isPicture() {
        return false;
    }

    /** The value as a notebook shows it. */
    static Shown of(Object value) {
        return new Shown(
                value instanceof Showable showable ? showable.forms() : Map.of(Showable.TEXT, String.valueOf(value)));
    }

    /**
     * What it printed.
     *
     * @param text as it was
     */
    record Printed(String text) implements Output {
        @Override
        public ObjectNode json(int count) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("output_type", "stream")
                    .put("name", "stdout")
                    .put("text", text);
        }

        @Override
        public String html() {
            return "<pre class=\"out\">" + Markup.escape(text) + "</pre>";
        }
    }

    /**
     * The value of its last expression.
     *
     * @param forms by media type
     */
    record Shown(Map<String, String> forms) implements Output {

        public Shown {
            forms = Map.copyOf(forms);
        }

        @Override
        public boolean isPicture() {
            return forms.containsKey(Showable.SVG);
        }

        @Override
        public ObjectNode json(int count) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("output_type", "execute_result");
            json.put("execution_count", count).putObject("metadata");
            forms.forEach(json.putObject("data")::put);
            return json;
        }

        /** A picture is an image, so that its styles stay its own. */
        @Override
        public String html() {
            if (isPicture()) {
                byte[] svg = forms.get(Showable.SVG).getBytes(StandardCharsets.UTF_8);
                return "<img alt=\"" + Markup.escape(forms.get(Showable.TEXT)) + "\" src=\"data:image/svg+xml;base64,"
                        + Base64.getEncoder().encodeToString(svg) + "\">";
            }
            return forms.containsKey(Showable.HTML)
                    ? "<div class=\"table\">" + forms.get(Showable.HTML) + "</div>"
                    : new Printed(forms.get(Showable.TEXT)).html();
        }
    }

    /**
     * Why it did not come to its end.
     *
     * @param kind of failure
     * @param message for the one who wrote the cell
     */
    record Failed(String kind, String message) implements Output {
        @Override
        public ObjectNode json(int count) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("output_type", "error");
            json.put("ename", kind).put("evalue", message).putArray("traceback").add(kind + ": " + message);
            return json;
        }

        @Override
        public String html() {
            return "<pre class=\"failed\">" + Markup.escape(kind + ": " + message) + "</pre>";
        }
    }
}
