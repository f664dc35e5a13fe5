package io.molt.jobs.table;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

    private static Object constant(Class<?> type, String name) {
        Optional<?> found = Arrays.stream(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equals(name))
                .findFirst();
        return found.orElseThrow(
                () -> new IllegalArgumentException("no " + type.getSimpleName() + " is named " + name));
    }

    /** A column that is no list. */
    static final class Single extends PrimitiveConverter {

        private final Type type;
        private final Consumer<Object> sink;

        Single(Type type, Consumer<Object> sink) {
            this.type = type;
            this.sink = sink;
        }

        @Override
        public void addBinary(Binary value) {
            if (type == byte[].class) {
                sink.accept(value.getBytes());
            } else if (type instanceof Class<?> plain && plain.isEnum()) {
                sink.accept(constant(plain, value.toStringUsingUTF8().toUpperCase(Locale.ROOT)));
            } else {
                sink.accept(value.toStringUsingUTF8());
            }
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
