package io.molt.cli.plot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** HTML or SVG as it is written: every element is closed and everything else is escaped, so that it is well-formed XML, too. */
public final class Markup {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn; numbers are written with a point
     */
    public Markup open(String element, Object... attributes) {
        start(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the element opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    public Markup empty(String element, Object... attributes) {
        start(element, attributes);
        out.append("/>");
        return this;
    }

    /** An element with nothing but text. */
    public Markup leaf(String element, String text, Object... attributes) {
        return open(element, attributes).text(text).close();
    }

    public Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** For people who read the source. */
    public Markup line() {
        out.append('\n');
        return this;
    }

    /**
     * An element whose text is code of ours, written as it is.
     *
     * @throws IllegalArgumentException if the code has characters that mean something in XML
     */
    public Markup code(String element, String code, Object... attributes) {
        if (code.indexOf('<') >= 0 || code.indexOf('&') >= 0) {
            throw new IllegalArgumentException("code in a page has neither < nor &");
        }
        start(element, attributes);
        out.append('>').append(code).append("</").append(element).append('>');
        return this;
    }

    private void start(String element, Object... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute of " + element + " has no value");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escaped(
                    attributes[i + 1] instanceof Double number ? number(number) : String.valueOf(attributes[i + 1])));
            out.append('"');
        }
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.2f", number).replaceFirst("\\.?0+$", "");
    }

    /** Text as it may stand in an element or an attribute, whoever wrote it; what XML 1.0 has not becomes U+FFFD. */
    public static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isText(point) ? point : 0xFFFD);
            }
        });
        return safe.toString();
    }

    /** What XML takes; the rest is control characters and halves of pairs. */
    private static boolean isText(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException if an element is still open
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("an element is still open: " + open.peek());
        }
        return out.toString();
    }
}
