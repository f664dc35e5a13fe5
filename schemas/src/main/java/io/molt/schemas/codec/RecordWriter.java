package io.molt.schemas.codec;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/** Writes Java records along the schema of {@link RecordSchema}; maps in the order of their keys. */
record RecordWriter(Encoder out) {

    void write(Object value, Schema schema) throws IOException {
        Objects.requireNonNull(value, () -> "a value of " + schema.getName() + " is missing");
        switch (schema.getType()) {
            case RECORD -> record(value, schema);
            case ENUM -> out.writeEnum(schema.getEnumOrdinal(value.toString()));
            case ARRAY -> array(value, schema.getElementType());
            case MAP -> map((Map<?, ?>) value, schema.getValueType());
            case STRING -> out.writeString((String) value);
            case BYTES -> out.writeBytes(value instanceof String hash ? PackedHash.pack(hash) : (byte[]) value);
            case INT -> out.writeInt((Integer) value);
            case LONG -> out.writeLong((Long) value);
            case FLOAT -> out.writeFloat((Float) value);
            case DOUBLE -> out.writeDouble((Double) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            default -> throw new IllegalArgumentException(schema + " cannot travel");
        }
    }

    private void record(Object value, Schema schema) throws IOException {
        RecordShape shape = RecordShape.of(value.getClass());
        List<Schema.Field> fields = schema.getFields();
        for (int i = 0; i < shape.size(); i++) {
            write(shape.read(value, i), fields.get(i).schema());
        }
    }

    private void array(Object value, Schema element) throws IOException {
        out.writeArrayStart();
        if (value instanceof int[] ints) {
            out.setItemCount(ints.length);
            for (int number : ints) {
                out.startItem();
                out.writeInt(number);
            }
        } else if (value instanceof float[] floats) {
            out.setItemCount(floats.length);
            for (float number : floats) {
                out.startItem();
                out.writeFloat(number);
            }
        } else {
            out.setItemCount(((List<?>) value).size());
            for (Object each : (List<?>) value) {
                out.startItem();
                write(each, element);
            }
        }
        out.writeArrayEnd();
    }

    private void map(Map<?, ?> values, Schema element) throws IOException {
        out.writeMapStart();
        out.setItemCount(values.size());
        for (Map.Entry<?, ?> each : new TreeMap<>(values).entrySet()) {
            out.startItem();
            out.writeString((String) each.getKey());
            write(each.getValue(), element);
        }
        out.writeMapEnd();
    }
}
