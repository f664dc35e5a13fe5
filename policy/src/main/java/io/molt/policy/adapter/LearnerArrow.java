package io.molt.policy.adapter;

import io.molt.policy.files.MalformedFile;
import io.molt.policy.files.Tensor;
import io.molt.policy.optimizer.Moments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A learner as an Arrow stream: a row per matrix with its name, rows, columns, weights and both moments; rank, alpha
 * and steps stand in the schema's metadata. Equal learners give equal bytes.
 */
final class LearnerArrow {

    private static final String RANK = "rank";
    private static final String ALPHA = "alpha";
    private static final String STEPS = "optimizer_steps";
    private static final List<String> LISTS = List.of("weight", "first_moment", "second_moment");

    private LearnerArrow() {}

    static byte[] write(LearnerState learner) throws IOException {
        SortedMap<String, Tensor> tensors = learner.adapter().tensors();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema(learner), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(bytes))) {
            root.allocateNew();
            int row = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                String name = entry.getKey();
                ((VarCharVector) root.getVector("name")).setSafe(row, name.getBytes(StandardCharsets.UTF_8));
                ((IntVector) root.getVector("rows"))
                        .setSafe(row, entry.getValue().shape()[0]);
                ((IntVector) root.getVector("columns"))
                        .setSafe(row, entry.getValue().shape()[1]);
                put(root, "weight", row, entry.getValue().data());
                put(root, "first_moment", row, learner.moments().first().get(name));
                put(root, "second_moment", row, learner.moments().second().get(name));
                row++;
            }
            LISTS.forEach(list -> root.getVector(list).setValueCount(tensors.size()));
            root.setRowCount(row);
            writer.start();
            writer.writeBatch();
            writer.end();
        }
        return bytes.toByteArray();
    }

    static LearnerState read(byte[] bytes) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            Map<String, String> metadata = root.getSchema().getCustomMetadata();
            if (!metadata.keySet().containsAll(List.of(RANK, ALPHA, STEPS)) || !reader.loadNextBatch()) {
                throw new MalformedFile("learner.arrow holds no learner");
            }
            SortedMap<String, Tensor> weights = new TreeMap<>();
            SortedMap<String, float[]> first = new TreeMap<>();
            SortedMap<String, float[]> second = new TreeMap<>();
            for (int row = 0; row < root.getRowCount(); row++) {
                String name = new String(((VarCharVector) root.getVector("name")).get(row), StandardCharsets.UTF_8);
                int[] shape = {
                    ((IntVector) root.getVector("rows")).get(row), ((IntVector) root.getVector("columns")).get(row)
                };
                weights.put(name, new Tensor(shape, get(root, "weight", row)));
                first.put(name, get(root, "first_moment", row));
                second.put(name, get(root, "second_moment", row));
            }
            return new LearnerState(
                    LoraAdapter.of(
                            Integer.parseInt(metadata.get(RANK)), Double.parseDouble(metadata.get(ALPHA)), weights),
                    new Moments(Integer.parseInt(metadata.get(STEPS)), first, second));
        }
    }

    private static Schema schema(LearnerState learner) {
        FieldType integer = FieldType.notNullable(new ArrowType.Int(32, true));
        FieldType number = FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        FieldType list = FieldType.notNullable(new ArrowType.List());
        List<Field> items = List.of(new Field("item", number, List.of()));
        return new Schema(
                List.of(
                        new Field("name", FieldType.notNullable(new ArrowType.Utf8()), List.of()),
                        new Field("rows", integer, List.of()),
                        new Field("columns", integer, List.of()),
                        new Field(LISTS.get(0), list, items),
                        new Field(LISTS.get(1), list, items),
                        new Field(LISTS.get(2), list, items)),
                new TreeMap<>(Map.of(
                        RANK, String.valueOf(learner.adapter().rank()),
                        ALPHA, String.valueOf(learner.adapter().alpha()),
                        STEPS, String.valueOf(learner.moments().steps()))));
    }

    private static void put(VectorSchemaRoot root, String column, int row, float[] values) {
        ListVector list = (ListVector) root.getVector(column);
        Float4Vector items = (Float4Vector) list.getDataVector();
        int at = list.startNewValue(row);
        for (int i = 0; i < values.length; i++) {
            items.setSafe(at + i, values[i]);
        }
        list.endValue(row, values.length);
    }

    private static float[] get(VectorSchemaRoot root, String column, int row) {
        ListVector list = (ListVector) root.getVector(column);
        Float4Vector items = (Float4Vector) list.getDataVector();
        float[] values = new float[list.getElementEndIndex(row) - list.getElementStartIndex(row)];
        for (int i = 0; i < values.length; i++) {
            values[i] = items.get(list.getElementStartIndex(row) + i);
        }
        return values;
    }
}
