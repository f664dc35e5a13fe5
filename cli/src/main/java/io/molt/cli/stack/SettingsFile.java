package io.molt.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The one settings file, {@code molt.yaml}: nested keys are joined by dots, lists by commas. */
public final class SettingsFile {

    private static final int DEEPEST = 8;

    private SettingsFile() {}

    /**
     * Reads a file that need not exist.
     *
     * @return dotted key to text; empty if there is no file
     * @throws IllegalArgumentException if it is no YAML mapping
     */
    public static Map<String, String> read(Path file) throws IOException {
        return Files.exists(file) ? parse(file.getFileName().toString(), Files.readString(file)) : Map.of();
    }

    static Map<String, String> parse(String name, String yaml) {
        Object document;
        try {
            document = new Load(LoadSettings.builder()
                            .setLabel(name)
                            .setMaxAliasesForCollections(0)
                            .build())
                    .loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + " is no YAML: " + e.getMessage(), e);
        }
        if (document == null) {
            return Map.of();
        }
        if (!(document instanceof Map<?, ?> mapping)) {
            throw new IllegalArgumentException(name + " must be a mapping of settings");
        }
        Map<String, String> flat = new LinkedHashMap<>();
        flatten(name, "", mapping, 0, flat);
        return flat;
    }

    private static void flatten(String name, String prefix, Map<?, ?> mapping, int depth, Map<String, String> flat) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(name + " is nested too deeply at " + prefix);
        }
        mapping.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> inner) {
                flatten(name, path + ".", inner, depth + 1, flat);
            } else if (value instanceof List<?> list) {
                flat.put(path, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else {
                flat.put(path, String.valueOf(value == null ? "" : value));
            }
        });
    }
}
