package io.molt.cli.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The schema of FlinkDeployment as the operator's own release holds it, and the part of Kubernetes' schema language that it
 * uses: types, enums, items, properties of any name, numbers that may be texts. A field it does not know is a problem:
 * Kubernetes would drop it without a word.
 *
 * @param root of the schema
 */
record DeploymentSchema(Map<?, ?> root) {

    private static final String DEFINITION = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
    /** What every resource has; the schema leaves it to Kubernetes. */
    private static final List<String> OF_EVERY_RESOURCE = List.of("apiVersion", "kind", "metadata");

    static DeploymentSchema ofTheOperator() throws IOException {
        try (InputStream definition = DeploymentSchema.class.getResourceAsStream(DEFINITION)) {
            Map<?, ?> whole = map(new Load(LoadSettings.builder().build()).loadFromInputStream(definition));
            Map<?, ?> version = map(((List<?>) map(whole.get("spec")).get("versions")).get(0));
            return new DeploymentSchema(map(map(version.get("schema")).get("openAPIV3Schema")));
        }
    }

    /** What is wrong with a manifest, each with its path. */
    List<String> problems(Map<?, ?> manifest) {
        Map<Object, Object> own = new LinkedHashMap<>(manifest);
        OF_EVERY_RESOURCE.forEach(own::remove);
        List<String> problems = new ArrayList<>();
        check("", own, root, problems);
        return problems;
    }

    private static void check(String path, Object value, Map<?, ?> schema, List<String> problems) {
        if (!hasType(value, schema)) {
            problems.add(path + " must be of type " + schema.get("type") + ", but is " + value);
            return;
        }
        if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
            problems.add(path + " must be one of " + allowed + ", but is " + value);
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(path + "[" + i + "]", list.get(i), map(schema.get("items")), problems);
            }
        }
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> checkField(path + "." + name, field, name, schema, problems));
        }
    }

    private static void checkField(String path, Object field, Object name, Map<?, ?> schema, List<String> problems) {
        Object known = schema.get("properties") instanceof Map<?, ?> properties ? properties.get(name) : null;
        Object any = schema.get("additionalProperties");
        if (known == null && any == null) {
            problems.add(path + " is unknown");
        } else {
            check(path, field, map(known == null ? any : known), problems);
        }
    }

    private static boolean hasType(Object value, Map<?, ?> schema) {
        if (Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"))) {
            return value instanceof Integer || value instanceof String;
        }
        return switch (String.valueOf(schema.get("type"))) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            default -> throw new IllegalStateException("the schema has a type that is not known here: " + schema);
        };
    }

    private static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }
}
