package io.molt.jobs.table;

import io.molt.schemas.codec.RecordShape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;

/** Puts row records together again from the columns of a file; the inverse of {@link RowWriteSupport}. */
final class RowMaterializer extends RecordMaterializer<Record> {

    private final Parts row;
    private final Fields fields;
    private int next;

    /**
     * A materializer for one file.
     *
     * @param schema of the row record
     * @param file the columns that are read, all of them known to {@code schema}
     */
    RowMaterializer(Class<? extends Record> row, RowSchema schema, GroupType file) {
        this.row = Parts.of(row);
        this.fields = new Fields(
                schema.columns().stream().map(RowSchema.Column::name).toList(),
                schema.columns().stream().map(RowSchema.Column::type).toList(),
                file,
                values -> {});
    }

    @Override
    public GroupConverter getRootConverter() {
        return fields;
    }

    @Override
    public Record getCurrentRecord() {
        next = 0;
        return (Record) whole(row);
    }

    /** Takes the columns in the order in which {@link RowSchema} flattens a record. */
    private Object whole(Parts record) {
        Object[] values = new Object[record.nested().size()];
        for (int i = 0; i < values.length; i++) {
            Optional<Parts> nested = record.nested().get(i);
            values[i] = nested.isPresent() ? whole(nested.get()) : fields.values[next++];
        }
        return record.shape().construct(values);
    }

    /**
     * What a row record consists of; found once, since it is asked for every row.
     *
     * @param nested by component: the record that it is, empty if it is a column
     */
    private record Parts(RecordShape shape, List<Optional<Parts>> nested) {

        static Parts of(Class<?> record) {
            return new Parts(
                    RecordShape.of(record),
                    Arrays.stream(record.getRecordComponents())
                            .map(RecordComponent::getType)
                            .map(type -> type.isRecord() ? Optional.of(of(type)) : Optional.<Parts>empty())
                            .toList());
        }
    }

    /** Some named values: those of a row, of a record in a list, of an entry of a map. */
    private static final class Fields extends GroupConverter {

        private final Object[] absent;
        private final Object[] values;
        private final Converter[] converters;
        private final Consumer<Object[]> ended;

        Fields(List<String> names, List<Type> types, GroupType file, Consumer<Object[]> ended) {
            this.ended = ended;
            this.absent = types.stream().map(Values::absent).toArray();
            this.values = absent.clone();
            this.converters = new Converter[file.getFieldCount()];
            for (int i = 0; i < converters.length; i++) {
                int place = names.indexOf(file.getFieldName(i));
                if (place < 0) {
                    throw new IllegalArgumentException("the field " + file.getFieldName(i) + " of " + file.getName()
                            + " is of a newer release than this one");
                }
                converters[i] = converter(types.get(place), file.getType(i), value -> values[place] = value);
            }
        }

        @Override
        public Converter getConverter(int field) {
            return converters[field];
        }

        @Override
        public void start() {
            System.arraycopy(absent, 0, values, 0, values.length);
        }

        @Override
        public void end() {
            ended.accept(values);
        }
    }

    private static Converter converter(Type type, org.apache.parquet.schema.Type file, Consumer<Object> sink) {
        if (file.isPrimitive()) {
            return new Values.Single(type, sink);
        }
        GroupType group = file.asGroupType();
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return new Entries(generic.getActualTypeArguments()[1], group, sink);
        }
        if (type instanceof ParameterizedType generic) {
            return new Elements(generic.getActualTypeArguments()[0], group, sink);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isArray() ? new Numbers(plain, sink) : record(plain, group, sink);
    }

    private static Fields record(Class<?> record, GroupType group, Consumer<Object> sink) {
        List<RecordComponent> components = Arrays.asList(record.getRecordComponents());
        RecordShape shape = RecordShape.of(record);
        return new Fields(
                components.stream().map(RowSchema::columnName).toList(),
                components.stream().map(RecordComponent::getGenericType).toList(),
                group,
                values -> sink.accept(shape.construct(values)));
    }

    private static final class Elements extends GroupConverter {

        private final Consumer<Object> sink;
        private final Fields each;
        private List<Object> elements = new ArrayList<>();

        Elements(Type element, GroupType list, Consumer<Object> sink) {
            this.sink = sink;
            this.each = new Fields(
                    List.of("element"),
                    List.of(element),
                    list.getType(0).asGroupType(),
                    values -> elements.add(values[0]));
        }

        @Override
        public Converter getConverter(int field) {
            return each;
        }

        @Override
        public void start() {
            elements = new ArrayList<>();
        }

        @Override
        public void end() {
            sink.accept(List.copyOf(elements));
        }
    }

    private static final class Entries extends GroupConverter {

        private final Consumer<Object> sink;
        private final Fields each;
        private Map<String, Object> entries = new LinkedHashMap<>();

        Entries(Type value, GroupType map, Consumer<Object> sink) {
            this.sink = sink;
            this.each = new Fields(
                    List.of("key", "value"),
                    List.of(String.class, value),
                    map.getType(0).asGroupType(),
                    values -> entries.put((String) values[0], values[1]));
        }

        @Override
        public Converter getConverter(int field) {
            return each;
        }

        @Override
        public void start() {
            entries = new LinkedHashMap<>();
        }

        @Override
        public void end() {
            sink.accept(Map.copyOf(entries));
        }
    }

    /** An array of numbers, without an object for each: a turn has thousands of tokens. */
    private static final class Numbers extends GroupConverter {

        private final Values.Numbers numbers;
        private final Consumer<Object> sink;
        private final GroupConverter each;

        Numbers(Class<?> array, Consumer<Object> sink) {
            this.numbers = new Values.Numbers(array);
            this.sink = sink;
            this.each = new GroupConverter() {
                @Override
                public Converter getConverter(int field) {
                    return numbers;
                }

                @Override
                public void start() {}

                @Override
                public void end() {}
            };
        }

        @Override
        public Converter getConverter(int field) {
            return each;
        }

        @Override
        public void start() {
            numbers.clear();
        }

        @Override
        public void end() {
            sink.accept(numbers.array());
        }
    }
}
