package io.molt.jobs.table;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes row records along their {@link RowSchema}. Strings, lists and maps that are empty are written as such; a column
 * of doubles is null where the record has NaN.
 */
final class RowWriteSupport extends WriteSupport<Record> {

    private final RowSchema schema;
    private RecordConsumer out;

    RowWriteSupport(RowSchema schema) {
        this.schema = schema;
    }

    @Override
    @SuppressWarnings("deprecation") // Parquet's interface still has it
    public WriteContext init(Configuration unused) {
        return new WriteContext(schema.message(), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
        return new WriteContext(schema.message(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
    }

    @Override
    public void write(Record row) {
        out.startMessage();
        List<RowSchema.Column> columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            RowSchema.Column column = columns.get(i);
            Object value = row;
            for (RecordComponent step : column.path()) {
                value = read(step, value);
            }
            field(column.name(), i, value, column.type());
        }
        out.endMessage();
    }

    private void field(String name, int index, Object value, Type type) {
        if (value instanceof Double number && number.isNaN()) {
            return; // absent: an average over the column must not see it
        }
        out.startField(name, index);
        value(value, type);
        out.endField(name, index);
    }

    private void value(Object value, Type type) {
        if (value instanceof String text) {
            out.addBinary(Binary.fromString(text));
        } else if (value instanceof Enum<?> constant) {
            out.addBinary(Binary.fromString(constant.name().toLowerCase(Locale.ROOT)));
        } else if (value instanceof Integer number) {
            out.addInteger(number);
        } else if (value instanceof Long number) {
            out.addLong(number);
        } else if (value instanceof Float number) {
            out.addFloat(number);
        } else if (value instanceof Double number) {
            out.addDouble(number);
        } else if (value instanceof Boolean yes) {
            out.addBoolean(yes);
        } else if (value instanceof byte[] bytes) {
            out.addBinary(Binary.fromConstantByteArray(bytes));
        } else if (value instanceof int[] numbers) {
            list(numbers.length, i -> out.addInteger(numbers[i]));
        } else if (value instanceof float[] numbers) {
            list(numbers.length, i -> out.addFloat(numbers[i]));
        } else if (value instanceof List<?> elements) {
            Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
            list(elements.size(), i -> value(elements.get(i), element));
        } else if (value instanceof Map<?, ?> entries) {
            map(entries, ((ParameterizedType) type).getActualTypeArguments()[1]);
        } else {
            group((Record) value);
        }
    }

    private void list(int size, IntConsumer element) {
        out.startGroup();
        if (size > 0) {
            out.startField("list", 0);
            for (int i = 0; i < size; i++) {
                out.startGroup();
                out.startField("element", 0);
                element.accept(i);
                out.endField("element", 0);
                out.endGroup();
            }
            out.endField("list", 0);
        }
        out.endGroup();
    }

    private void map(Map<?, ?> entries, Type valueType) {
        out.startGroup();
        if (!entries.isEmpty()) {
            out.startField("key_value", 0);
            entries.forEach((key, value) -> {
                out.startGroup();
                field("key", 0, key, String.class);
                field("value", 1, value, valueType);
                out.endGroup();
            });
            out.endField("key_value", 0);
        }
        out.endGroup();
    }

    private void group(Record record) {
        out.startGroup();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            field(RowSchema.columnName(components[i]), i, read(components[i], record), components[i].getGenericType());
        }
        out.endGroup();
    }

    private static Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " must belong to a public record", e);
        }
    }
}
