package io.molt.schemas.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;

/** How a record is taken apart and put together; found once per class, since reflection is slow to search and fast to call. */
public final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final Constructor<?> canonical;
    private final Method[] accessors;
    private final Type[] types;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] plain = new Class<?>[components.length];
        this.type = type;
        this.accessors = new Method[components.length];
        this.types = new Type[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            types[i] = components[i].getGenericType();
            plain[i] = components[i].getType();
        }
        try {
            this.canonical = type.getDeclaredConstructor(plain);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor, but not " + type, e);
        }
    }

    /** The shape of a public record. */
    public static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    int size() {
        return types.length;
    }

    /** Of component {@code i}, with its type arguments. */
    Type type(int i) {
        return types[i];
    }

    Object read(Object record, int i) {
        try {
            return accessors[i].invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must be a public record", e);
        }
    }

    /**
     * A record of these values.
     *
     * @throws IllegalArgumentException if the record's own checks refuse them
     */
    public Object construct(Object[] values) {
        try {
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + ": " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must be a public record", e);
        }
    }
}
