package io.molt.operators.skill;

import io.molt.schemas.skill.SkillText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A skill as a SKILL.md: front matter with name, description and category, then the body. */
public final class SkillMarkdown {

    private static final String FENCE = "---";

    private SkillMarkdown() {}

    /**
     * A named skill.
     *
     * @param name lower-case words joined by hyphens
     * @param text what it says
     */
    public record Named(String name, SkillText text) {}

    public static String render(String name, SkillText text) {
        return FENCE + "\nname: " + name + "\ndescription: " + quoted(text.description()) + "\ncategory: "
                + quoted(text.category()) + "\n" + FENCE + "\n"
                + (text.body().isEmpty() ? "" : "\n" + text.body().strip() + "\n");
    }

    /**
     * Reads what {@link #render} wrote, or a person did.
     *
     * @throws IllegalArgumentException if there is no front matter with a name and a description
     */
    public static Named parse(String markdown) {
        String[] lines = markdown.lines().toArray(String[]::new);
        int end = lines.length == 0 || !lines[0].strip().equals(FENCE)
                ? -1
                : Arrays.asList(lines).subList(1, lines.length).indexOf(FENCE) + 1;
        if (end <= 0) {
            throw new IllegalArgumentException("a SKILL.md begins with front matter between two lines of ---");
        }
        Map<String, String> front = new LinkedHashMap<>();
        for (String line : Arrays.copyOfRange(lines, 1, end)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                front.put(
                        line.substring(0, colon).strip(),
                        unquoted(line.substring(colon + 1).strip()));
            }
        }
        if (!front.containsKey("name") || !front.containsKey("description")) {
            throw new IllegalArgumentException(
                    "a SKILL.md has a name and a description, this one has " + front.keySet());
        }
        String body = String.join("\n", Arrays.copyOfRange(lines, end + 1, lines.length));
        return new Named(
                front.get("name"),
                new SkillText(front.get("description"), front.getOrDefault("category", ""), body.strip()));
    }

    /** YAML's double quotes, so that a colon or a quote inside stays text. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " ") + "\"";
    }

    private static String unquoted(String text) {
        boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return isQuoted
                ? text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
                : text;
    }
}
