package io.molt.schemas.codec;

import io.molt.schemas.turn.Hash;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The Avro schema of a Java record: components become fields of the same name, each with a default (zero, false, empty,
 * first enum constant), so that a reader accepts records written before a component existed.
 *
 * <p>Supported: {@code int}, {@code long}, {@code float}, {@code double}, {@code boolean}, {@code String}, enums,
 * records, {@code byte[]}, {@code int[]}, {@code float[]}, {@code List<X>} and {@code Map<String, X>} of these. A {@link Hash} is
 * {@code bytes}.
 */
final class RecordSchema {

    private static final Map<Type, Schema.Type> SIMPLE = Map.of(
            int.class, Schema.Type.INT,
            Integer.class, Schema.Type.INT,
            long.class, Schema.Type.LONG,
            Long.class, Schema.Type.LONG,
            float.class, Schema.Type.FLOAT,
            double.class, Schema.Type.DOUBLE,
            Double.class, Schema.Type.DOUBLE,
            boolean.class, Schema.Type.BOOLEAN,
            String.class, Schema.Type.STRING);

    /** Avro names each record once per schema, by reference afterwards. */
    private final Map<Class<?>, Schema> named = new LinkedHashMap<>();

    private RecordSchema() {}

    static Schema of(Class<?> record) {
        return new RecordSchema().schema(record);
    }

    private Schema schema(Type type) {
        if (SIMPLE.containsKey(type)) {
            return Schema.create(SIMPLE.get(type));
        }
        if (type == byte[].class) {
            return Schema.create(Schema.Type.BYTES);
        }
        if (type instanceof ParameterizedType generic) {
            return container(generic);
        }
        if (type instanceof Class<?> plain) {
            if (plain.isArray()) {
                return Schema.createArray(schema(plain.getComponentType()));
            }
            if (plain.isEnum() || plain.isRecord()) {
                Schema known = named.get(plain);
                return known != null ? known : plain.isEnum() ? enumeration(plain) : record(plain);
            }
        }
        throw new IllegalArgumentException(type + " cannot travel");
    }

    private Schema container(ParameterizedType generic) {
        Type[] arguments = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            return Schema.createArray(schema(arguments[0]));
        }
        if (generic.getRawType() == Map.class && arguments[0] == String.class) {
            return Schema.createMap(schema(arguments[1]));
        }
        throw new IllegalArgumentException(generic + " cannot travel");
    }

    private Schema enumeration(Class<?> type) {
        List<String> constants =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        Schema schema =
                Schema.createEnum(type.getSimpleName(), null, type.getPackageName(), constants, constants.get(0));
        named.put(type, schema);
        return schema;
    }

    private Schema record(Class<?> type) {
        Schema schema = Schema.createRecord(type.getSimpleName(), null, type.getPackageName(), false);
        named.put(type, schema);
        List<Schema.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean packed = component.isAnnotationPresent(Hash.class);
            if (packed && component.getType() != String.class) {
                throw new IllegalArgumentException(component + " is no text and cannot be a hash");
            }
            Schema field = packed ? Schema.create(Schema.Type.BYTES) : schema(component.getGenericType());
            fields.add(new Schema.Field(component.getName(), field, null, absent(field)));
        }
        schema.setFields(fields);
        return schema;
    }

    /** The value of a field that the writer did not know, in the form that Avro takes defaults. */
    private static Object absent(Schema schema) {
        return switch (schema.getType()) {
            case INT -> 0;
            case LONG -> 0L;
            case FLOAT -> 0f;
            case DOUBLE -> 0d;
            case BOOLEAN -> false;
            case STRING -> "";
            case BYTES -> ByteBuffer.allocate(0).array();
            case ENUM -> schema.getEnumDefault();
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case RECORD -> absentRecord(schema);
            default -> throw new IllegalArgumentException(schema + " has no default");
        };
    }

    private static Map<String, Object> absentRecord(Schema schema) {
        Map<String, Object> values = new LinkedHashMap<>();
        schema.getFields().forEach(field -> values.put(field.name(), absent(field.schema())));
        return values;
    }
}
