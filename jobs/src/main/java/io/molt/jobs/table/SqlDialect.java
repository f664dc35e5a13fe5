package io.molt.jobs.table;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** How two engines name the types of the tables' columns. */
public enum SqlDialect {
    DUCKDB("VARCHAR", "INTEGER", "BLOB", "TIMESTAMP WITH TIME ZONE", '"') {
        @Override
        String list(String element) {
            return element + "[]";
        }

        @Override
        String map(String value) {
            return "MAP(VARCHAR, " + value + ")";
        }

        @Override
        String struct(String fields) {
            return "STRUCT(" + fields + ")";
        }
    },
    FLINK("STRING", "INT", "BYTES", "TIMESTAMP_LTZ(3)", '`') {
        @Override
        String list(String element) {
            return "ARRAY<" + element + ">";
        }

        @Override
        String map(String value) {
            return "MAP<STRING, " + value + ">";
        }

        @Override
        String struct(String fields) {
            return "ROW<" + fields + ">";
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // types are as immutable as this map
    private final Map<Type, String> names;

    private final String text;
    private final String time;
    private final char quote;

    SqlDialect(String text, String whole, String bytes, String time, char quote) {
        this.text = text;
        this.time = time;
        this.quote = quote;
        this.names = Map.of(
                int.class, whole,
                Integer.class, whole,
                long.class, "BIGINT",
                Long.class, "BIGINT",
                float.class, "FLOAT",
                double.class, "DOUBLE",
                Double.class, "DOUBLE",
                boolean.class, "BOOLEAN",
                byte[].class, bytes);
    }

    abstract String list(String element);

    abstract String map(String value);

    abstract String struct(String fields);

    /** A column's type. */
    public String type(RowSchema.Column column) {
        return type(column.name(), column.type());
    }

    /** A name that may be a word of the language. */
    public String quoted(String name) {
        return quote + name + quote;
    }

    private String type(String name, Type type) {
        if (type == long.class && name.endsWith("_at")) {
            return time;
        }
        if (names.containsKey(type)) {
            return names.get(type);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class ? map(type("value", arguments[1])) : list(type("", arguments[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            return list(type("", plain.getComponentType()));
        }
        return plain.isRecord()
                ? struct(Arrays.stream(plain.getRecordComponents())
                        .map(this::field)
                        .collect(Collectors.joining(", ")))
                : text;
    }

    private String field(RecordComponent component) {
        String name = RowSchema.columnName(component);
        return quoted(name) + " " + type(name, component.getGenericType());
    }
}
