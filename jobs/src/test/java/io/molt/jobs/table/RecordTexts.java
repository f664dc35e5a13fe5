package io.molt.jobs.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Javadoc of a record in {@code schemas} says, read from its source.
 *
 * @param summary its first paragraph
 * @param components the text of each {@code @param}
 */
record RecordTexts(String summary, Map<String, String> components) {

    private static final Path SOURCES = Path.of("..", "schemas", "src", "main", "java");
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link|value)\\s+([^}]*)}");
    private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) (.*?)(?=\\n@|\\z)", Pattern.DOTALL);

    static RecordTexts of(Class<?> record) {
        String source = source(record);
        Matcher declared = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public record " + record.getSimpleName() + "\\(",
                        Pattern.DOTALL)
                .matcher(source);
        if (!declared.find()) {
            throw new IllegalStateException(record + " has no Javadoc");
        }
        String javadoc = declared.group(1).replaceAll("(?m)^\\s*\\* ?", "");
        Map<String, String> components = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(javadoc);
        while (parameter.find()) {
            components.put(parameter.group(1), plain(parameter.group(2)));
        }
        return new RecordTexts(plain(javadoc.split("\\n\\s*(@param|<p>)", 2)[0]), components);
    }

    String of(String component) {
        return Optional.ofNullable(components.get(component))
                .orElseThrow(() -> new IllegalStateException("no @param " + component));
    }

    private static String plain(String javadoc) {
        String one = javadoc.replaceAll("\\s+", " ").strip();
        return TAG.matcher(one)
                .replaceAll(tag -> Matcher.quoteReplacement(
                        "`" + (tag.group().startsWith("{@code") ? tag.group(1) : name(tag.group(1))) + "`"));
    }

    private static String name(String reference) {
        return reference.strip().replaceFirst("^(.*[.#])", "");
    }

    private static String source(Class<?> record) {
        try {
            return Files.readString(SOURCES.resolve(record.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
