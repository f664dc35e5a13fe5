package io.molt.jobs.table;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * The columns of a row record, in order: nested records are flattened, names become snake case, and a {@code long} whose
 * name ends in {@code AtMillis} becomes a UTC timestamp whose name ends in {@code _at}.
 *
 * @param columns in the order in which they are written
 * @param message the same as a Parquet schema
 */
public record RowSchema(List<Column> columns, MessageType message) {

    private static final Map<Type, PrimitiveTypeName> NUMBERS = Map.of(
            int.class, PrimitiveTypeName.INT32,
            Integer.class, PrimitiveTypeName.INT32,
            long.class, PrimitiveTypeName.INT64,
            Long.class, PrimitiveTypeName.INT64,
            float.class, PrimitiveTypeName.FLOAT,
            double.class, PrimitiveTypeName.DOUBLE,
            Double.class, PrimitiveTypeName.DOUBLE,
            boolean.class, PrimitiveTypeName.BOOLEAN);

    /**
     * One column.
     *
     * @param path from the row record down to the component that holds the value
     * @param name snake case, unique within the row
     * @param type of the component
     */
    public record Column(List<RecordComponent> path, String name, Type type) {}

    /**
     * The columns of a record.
     *
     * @throws IllegalArgumentException if two components would share a column, or a type cannot be written
     */
    public static RowSchema of(String table, Class<?> row) {
        List<Column> columns = new ArrayList<>();
        flatten(row, List.of(), columns);
        long names = columns.stream().map(Column::name).distinct().count();
        if (names < columns.size()) {
            throw new IllegalArgumentException("table " + table + " has a column twice: "
                    + columns.stream().map(Column::name).sorted().toList());
        }
        var message = Types.buildMessage();
        columns.forEach(column -> message.addField(field(column.name(), column.type())));
        return new RowSchema(List.copyOf(columns), message.named(table));
    }

    private static void flatten(Class<?> record, List<RecordComponent> above, List<Column> columns) {
        for (RecordComponent component : record.getRecordComponents()) {
            List<RecordComponent> path = new ArrayList<>(above);
            path.add(component);
            if (component.getType().isRecord()) {
                flatten(component.getType(), path, columns);
            } else {
                columns.add(new Column(List.copyOf(path), columnName(component), component.getGenericType()));
            }
        }
    }

    static String columnName(RecordComponent component) {
        String name = component.getName();
        if (isTime(component.getName(), component.getType())) {
            name = name.equals("atMillis") ? "recordedAt" : name.substring(0, name.length() - "Millis".length());
        }
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static boolean isTime(String name, Type type) {
        return type == long.class && (name.equals("atMillis") || name.endsWith("AtMillis"));
    }

    private static org.apache.parquet.schema.Type field(String name, Type type) {
        if (type == long.class && name.endsWith("_at")) {
            return Types.optional(PrimitiveTypeName.INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                    .named(name);
        }
        if (NUMBERS.containsKey(type)) {
            return Types.optional(NUMBERS.get(type)).named(name);
        }
        if (type == byte[].class) {
            return Types.optional(PrimitiveTypeName.BINARY).named(name);
        }
        if (type instanceof ParameterizedType generic) {
            return container(name, generic);
        }
        if (type instanceof Class<?> plain) {
            if (plain == String.class || plain.isEnum()) {
                return Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            }
            if (plain.isArray()) {
                return list(name, plain.getComponentType());
            }
            if (plain.isRecord()) {
                var group = Types.optionalGroup();
                Arrays.stream(plain.getRecordComponents())
                        .forEach(each -> group.addField(field(columnName(each), each.getGenericType())));
                return group.named(name);
            }
        }
        throw new IllegalArgumentException("column " + name + " cannot hold " + type);
    }

    private static org.apache.parquet.schema.Type container(String name, ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            return list(name, arguments[0]);
        }
        if (generic.getRawType() == Map.class && arguments[0] == String.class) {
            return Types.optionalMap()
                    .key(Types.required(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named("key"))
                    .value(field("value", arguments[1]))
                    .named(name);
        }
        throw new IllegalArgumentException("column " + name + " cannot hold " + generic);
    }

    private static org.apache.parquet.schema.Type list(String name, Type element) {
        return Types.optionalList().element(field("element", element)).named(name);
    }
}
