package io.molt.cli.notebook;

/** Text in HTML and SVG. */
final class Markup {

    private Markup() {}

    /** The text, whoever wrote it, as content or as an attribute's value in quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
