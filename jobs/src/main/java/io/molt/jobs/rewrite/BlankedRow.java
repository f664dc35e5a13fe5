package io.molt.jobs.rewrite;

import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;

/** A row as it was but for some columns. Pure. */
final class BlankedRow {

    private final Map<String, Blank> columns;
    private final Group row;
    private boolean changed;

    /**
     * Blanks a row.
     *
     * @param columns what stands where; paths joined by dots, such as {@code votes.list.element.text}. One that names a list as a
     *     whole empties it. Null stays null
     */
    BlankedRow(Group row, Map<String, Blank> columns) {
        this.columns = columns;
        this.row = copy(row, "");
    }

    Group row() {
        return row;
    }

    /** Whether any value is another than before. */
    boolean isChanged() {
        return changed;
    }

    private Group copy(Group from, String above) {
        GroupType type = from.getType();
        Group copy = new SimpleGroup(type);
        for (int field = 0; field < type.getFieldCount(); field++) {
            String path = above + type.getFieldName(field);
            boolean blank = columns.containsKey(path);
            for (int i = 0; i < from.getFieldRepetitionCount(field); i++) {
                if (type.getType(field).isPrimitive()) {
                    value(from, field, i, copy, path);
                } else if (blank) {
                    Group list = from.getGroup(field, i);
                    changed |= list.getFieldRepetitionCount(0) > 0;
                    copy.add(field, new SimpleGroup(list.getType()));
                } else {
                    copy.add(field, copy(from.getGroup(field, i), path + "."));
                }
            }
        }
        return copy;
    }

    private void value(Group from, int field, int i, Group to, String path) {
        boolean keep = !columns.containsKey(path);
        switch (from.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> {
                int value = from.getInteger(field, i);
                changed |= !keep && value != 0;
                to.add(field, keep ? value : 0);
            }
            case FLOAT -> {
                float value = from.getFloat(field, i);
                changed |= !keep && Float.compare(value, 0) != 0;
                to.add(field, keep ? value : 0);
            }
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                Binary value = from.getBinary(field, i);
                Binary instead = keep ? value : columns.get(path).insteadOf(value);
                changed |= !instead.equals(value);
                to.add(field, instead);
            }
            case INT64 -> to.add(field, from.getLong(field, i));
            case DOUBLE -> to.add(field, from.getDouble(field, i));
            case BOOLEAN -> to.add(field, from.getBoolean(field, i));
            case INT96 -> to.add(field, from.getInt96(field, i));
        }
    }
}
