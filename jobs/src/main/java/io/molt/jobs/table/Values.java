package io.molt.jobs.table;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Single values of columns, on their way into record components. */
final class Values {

    private static final int FEW = 64;
    private static final Map<Type, Object> ABSENT = Map.of(
            int.class,
            0,
            long.class,
            0L,
            float.class,
            Float.NaN,
            double.class,
            Double.NaN,
            boolean.class,
            false,
            String.class,
            "",
            byte[].class,
            new byte[0],
            int[].class,
            new int[0],
            float[].class,
            new float[0]);

    private Values() {}

    /** What a component is if the file has no such column, or no value in it; null where a record needs one. */
    static Object absent(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Map.of() : List.of();
        }
        return ABSENT.get(type);
    }

    /** A column that is no list. A text that a dictionary has is made once for all rows that have it. */
    static final class Single extends PrimitiveConverter {

        private final Type type;
        private final Map<String, Object> constants = new HashMap<>();
        private final Consumer<Object> sink;
        private Object[] dictionary = {};

        Single(Type type, Consumer<Object> sink) {
            this.type = type;
            this.sink = sink;
            if (type instanceof Class<?> plain && plain.isEnum()) {
                for (Object constant : plain.getEnumConstants()) {
                    constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
                }
            }
        }

        private Object value(Binary value) {
            if (type == byte[].class) {
                return value.getBytes();
            }
            String text = value.toStringUsingUTF8();
            if (constants.isEmpty()) {
                return text;
            }
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException("no " + type.getTypeName() + " is named " + text);
            }
            return constant;
        }

        @Override
        public boolean hasDictionarySupport() {
            return type == String.class || !constants.isEmpty();
        }

        @Override
        public void setDictionary(Dictionary values) {
            dictionary = new Object[values.getMaxId() + 1];
            for (int id = 0; id < dictionary.length; id++) {
                dictionary[id] = value(values.decodeToBinary(id));
            }
        }

        @Override
        public void addValueFromDictionary(int id) {
            sink.accept(dictionary[id]);
        }

        @Override
        public void addBinary(Binary value) {
            sink.accept(value(value));
        }

        @Override
        public void addInt(int value) {
            sink.accept(value);
        }

        @Override
        public void addLong(long value) {
            sink.accept(value);
        }

        @Override
        public void addFloat(float value) {
            sink.accept(value);
        }

        @Override
        public void addDouble(double value) {
            sink.accept(value);
        }

        @Override
        public void addBoolean(boolean value) {
            sink.accept(value);
        }
    }

    /** The elements of an array of {@code int} or {@code float}. */
    static final class Numbers extends PrimitiveConverter {

        private final boolean whole;
        private int[] ints = new int[FEW];
        private float[] floats = new float[FEW];
        private int size;

        Numbers(Class<?> array) {
            if (array != int[].class && array != float[].class) {
                throw new IllegalArgumentException("no column holds " + array.getSimpleName());
            }
            this.whole = array == int[].class;
        }

        void clear() {
            size = 0;
        }

        Object array() {
            return whole ? Arrays.copyOf(ints, size) : Arrays.copyOf(floats, size);
        }

        @Override
        public void addInt(int value) {
            if (size == ints.length) {
                ints = Arrays.copyOf(ints, 2 * size);
            }
            ints[size++] = value;
        }

        @Override
        public void addFloat(float value) {
            if (size == floats.length) {
                floats = Arrays.copyOf(floats, 2 * size);
            }
            floats[size++] = value;
        }
    }
}
