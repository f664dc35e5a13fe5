package io.molt.schemas.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Turns Java records into Avro's generic values and back, along the schema of {@link RecordSchema}. */
final class RecordValue {

    private RecordValue() {}

    static Object toAvro(Object value, Schema schema) {
        Objects.requireNonNull(value, () -> "a value of " + schema.getName() + " is missing");
        return switch (schema.getType()) {
            case RECORD -> record(value, schema);
            case ENUM -> new GenericData.EnumSymbol(schema, value.toString());
            case BYTES -> ByteBuffer.wrap((byte[]) value);
            case ARRAY -> array(value, schema);
            case MAP -> {
                Map<String, Object> values = new LinkedHashMap<>();
                ((Map<?, ?>) value)
                        .entrySet().stream()
                                .sorted(Map.Entry.comparingByKey((a, b) -> ((String) a).compareTo((String) b)))
                                .forEach(entry -> values.put(
                                        (String) entry.getKey(), toAvro(entry.getValue(), schema.getValueType())));
                yield values;
            }
            default -> value;
        };
    }

    private static GenericRecord record(Object value, Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        RecordComponent[] components = value.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Schema.Field field = schema.getFields().get(i);
            record.put(i, toAvro(read(components[i], value), field.schema()));
        }
        return record;
    }

    private static List<?> array(Object value, Schema schema) {
        if (value instanceof int[] ints) {
            return Arrays.stream(ints).boxed().toList();
        }
        if (value instanceof float[] floats) {
            List<Float> boxed = new ArrayList<>(floats.length);
            for (float number : floats) {
                boxed.add(number);
            }
            return boxed;
        }
        return ((List<?>) value)
                .stream()
                        .map(element -> toAvro(element, schema.getElementType()))
                        .toList();
    }

    /**
     * The way back.
     *
     * @throws IllegalArgumentException if the record's own checks refuse the values
     */
    static Object toJava(Object value, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Map.class) {
                Map<String, Object> values = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((key, element) -> values.put(key.toString(), toJava(element, last)));
                return values;
            }
            return ((List<?>) value)
                    .stream().map(element -> toJava(element, last)).toList();
        }
        if (type == String.class) {
            return value.toString();
        }
        if (type == byte[].class) {
            ByteBuffer bytes = ((ByteBuffer) value).duplicate();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        }
        if (type == int[].class) {
            return ((List<?>) value).stream().mapToInt(Integer.class::cast).toArray();
        }
        if (type == float[].class) {
            return floats((List<?>) value);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return constant(plain, value.toString());
        }
        return plain.isRecord() ? construct((GenericRecord) value, plain) : value;
    }

    private static float[] floats(List<?> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (Float) values.get(i);
        }
        return numbers;
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is no " + type.getSimpleName()));
    }

    private static Object construct(GenericRecord record, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = toJava(record.get(i), components[i].getGenericType());
        }
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must be a public record", e);
        }
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " must belong to a public record", e);
        }
    }
}
