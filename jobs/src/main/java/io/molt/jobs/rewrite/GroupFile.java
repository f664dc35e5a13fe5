package io.molt.jobs.rewrite;

import io.molt.jobs.table.ZstdCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ReadWithoutHadoop;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/** Rows of any columns, read from a file one by one. */
final class GroupFile implements Closeable {

    private final ParquetFileReader file;
    private final MessageType own;
    private final MessageType wanted;
    private RecordReader<Group> group;
    private long left;

    /**
     * Opens a file.
     *
     * @param wanted columns of the rows; null where the file has them not. What is not wanted is not read
     */
    GroupFile(Path path, MessageType wanted) throws IOException {
        this.file = open(path);
        this.own = file.getFileMetaData().getSchema();
        this.wanted = wanted;
        file.setRequestedSchema(wanted);
    }

    static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(new LocalInputFile(file), new ReadWithoutHadoop(new ZstdCodec()));
    }

    /** The next row; empty at the end. */
    Optional<Group> next() throws IOException {
        while (left == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return Optional.empty();
            }
            left = pages.getRowCount();
            group = new ColumnIOFactory()
                    .getColumnIO(wanted, own, true)
                    .getRecordReader(pages, new GroupRecordConverter(wanted));
        }
        left--;
        return Optional.of(group.read());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Writes rows into a file, zstd. */
    static ParquetWriter<Group> writer(Path path, MessageType schema, long rowGroupBytes) throws IOException {
        return new Builder(new LocalOutputFile(path), schema)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withRowGroupSize(rowGroupBytes)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withCodecFactory(new ZstdCodec())
                .build();
    }

    private static final class Builder extends ParquetWriter.Builder<Group, Builder> {

        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Parquet's interface still has it
        protected WriteSupport<Group> getWriteSupport(Configuration unused) {
            return new GroupSupport(schema);
        }

        @Override
        protected WriteSupport<Group> getWriteSupport(ParquetConfiguration unused) {
            return new GroupSupport(schema);
        }
    }

    private static final class GroupSupport extends WriteSupport<Group> {

        private final MessageType schema;
        private GroupWriter out;

        GroupSupport(MessageType schema) {
            this.schema = schema;
        }

        @Override
        @SuppressWarnings("deprecation") // Parquet's interface still has it
        public WriteContext init(Configuration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = new GroupWriter(consumer, schema);
        }

        @Override
        public void write(Group row) {
            out.write(row);
        }
    }
}
