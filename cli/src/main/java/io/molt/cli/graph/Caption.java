package io.molt.cli.graph;

/** Text where there is little room. */
final class Caption {

    private Caption() {}

    /** On one line, at most so many characters, the last of them an ellipsis if something is left out. */
    static String cut(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= most) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
    }
}
