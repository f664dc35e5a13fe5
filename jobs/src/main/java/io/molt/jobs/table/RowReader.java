package io.molt.jobs.table;

import io.molt.schemas.table.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.ReadWithoutHadoop;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The rows of one file, in order. A column that the file has not is read as absent; one that is unknown here is skipped. */
public final class RowReader implements Closeable {

    private final Class<? extends Record> row;
    private final RowSchema schema;
    private final ParquetFileReader file;
    private final MessageType columns;
    private RecordReader<Record> group;
    private long left;

    /**
     * Opens a finished file of a table.
     *
     * @throws IOException if it is no whole Parquet file
     */
    public RowReader(String table, InputFile input) throws IOException {
        this(table, input, Set.of());
    }

    /**
     * Opens a finished file of a table, to read it without some columns.
     *
     * @param unread names of columns that are to be absent: what is not read costs nothing
     * @throws IOException if it is no whole Parquet file
     */
    public RowReader(String table, InputFile input, Set<String> unread) throws IOException {
        this.row = Tables.ROWS.get(table);
        this.schema = RowSchema.of(table, row);
        this.file = ParquetFileReader.open(input, new ReadWithoutHadoop(new ZstdCodec()));
        Set<String> known = new HashSet<>();
        schema.columns().forEach(column -> known.add(column.name()));
        known.removeAll(unread);
        this.columns = new MessageType(
                table,
                file.getFileMetaData().getSchema().getFields().stream()
                        .filter(field -> known.contains(field.getName()))
                        .toArray(Type[]::new));
        file.setRequestedSchema(columns);
    }

    /** How many rows the file has. */
    public long size() {
        return file.getRecordCount();
    }

    /** The next row; empty at the end. */
    public Optional<Record> next() throws IOException {
        while (left == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return Optional.empty();
            }
            left = pages.getRowCount();
            group = new ColumnIOFactory()
                    .getColumnIO(columns, columns)
                    .getRecordReader(pages, new RowMaterializer(row, schema, columns));
        }
        left--;
        return Optional.of(group.read());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
