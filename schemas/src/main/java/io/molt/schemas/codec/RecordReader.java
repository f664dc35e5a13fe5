package io.molt.schemas.codec;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.ResolvingDecoder;

/** Reads Java records; the decoder turns what an older release wrote into the newest schema on the way. */
record RecordReader(ResolvingDecoder in) {

    /**
     * A value of a type, in the newest schema.
     *
     * @throws IllegalArgumentException if a record's own checks refuse the values
     */
    Object read(Schema schema, Type type) throws IOException {
        return switch (schema.getType()) {
            case RECORD -> record((Class<?>) type);
            case ENUM -> ((Class<?>) type).getEnumConstants()[in.readEnum()];
            case ARRAY -> array(schema.getElementType(), type);
            case MAP -> map(schema.getValueType(), last((ParameterizedType) type));
            case STRING -> in.readString();
            case BYTES -> type == String.class ? PackedHash.unpack(bytes()) : bytes();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case BOOLEAN -> in.readBoolean();
            default -> throw new IllegalArgumentException(schema + " cannot travel");
        };
    }

    private Object record(Class<?> type) throws IOException {
        RecordShape shape = RecordShape.of(type);
        Object[] values = new Object[shape.size()];
        for (Schema.Field field : in.readFieldOrder()) {
            values[field.pos()] = read(field.schema(), shape.type(field.pos()));
        }
        return shape.construct(values);
    }

    private byte[] bytes() throws IOException {
        ByteBuffer buffer = in.readBytes(null);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private Object array(Schema element, Type type) throws IOException {
        if (type == int[].class) {
            return ints();
        }
        if (type == float[].class) {
            return floats();
        }
        Type each = last((ParameterizedType) type);
        List<Object> values = new ArrayList<>();
        for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
            for (long i = 0; i < left; i++) {
                values.add(read(element, each));
            }
        }
        return values;
    }

    private int[] ints() throws IOException {
        int[] values = new int[16];
        int size = 0;
        for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
            for (long i = 0; i < left; i++) {
                values = size == values.length ? Arrays.copyOf(values, size * 2) : values;
                values[size++] = in.readInt();
            }
        }
        return Arrays.copyOf(values, size);
    }

    private float[] floats() throws IOException {
        float[] values = new float[16];
        int size = 0;
        for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
            for (long i = 0; i < left; i++) {
                values = size == values.length ? Arrays.copyOf(values, size * 2) : values;
                values[size++] = in.readFloat();
            }
        }
        return Arrays.copyOf(values, size);
    }

    private Map<String, Object> map(Schema element, Type each) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
            for (long i = 0; i < left; i++) {
                values.put(in.readString(), read(element, each));
            }
        }
        return values;
    }

    private static Type last(ParameterizedType type) {
        return type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    }
}
