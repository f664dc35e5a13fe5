package io.molt.jobs.table;

import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** A Parquet file per bucket; a bucket is a day of one table, so its first row says which columns the file has. */
public final class RowFiles implements BulkWriter.Factory<TableRow> {

    @Override
    public BulkWriter<TableRow> create(FSDataOutputStream out) {
        return new OneTable(out);
    }

    /** Writes row records of a table into a file, zstd. */
    public static ParquetWriter<Record> writer(String table, OutputFile file) throws IOException {
        return new Builder(file, RowSchema.of(table, Tables.ROWS.get(table)))
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withCodecFactory(new ZstdCodec())
                .build();
    }

    private static final class OneTable implements BulkWriter<TableRow> {

        private final FSDataOutputStream out;
        private BulkWriter<Record> parquet;

        OneTable(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void addElement(TableRow row) throws IOException {
            if (parquet == null) {
                parquet = new ParquetWriterFactory<Record>(file -> writer(row.table(), file)).create(out);
            }
            try {
                parquet.addElement(Rows.codec(row.table()).decode(row.row()));
            } catch (UnreadableRecord e) {
                throw new IllegalStateException("row " + row.eventId() + " was written by another build", e);
            }
        }

        @Override
        public void flush() throws IOException {
            if (parquet != null) {
                parquet.flush();
            }
        }

        @Override
        public void finish() throws IOException {
            if (parquet != null) {
                parquet.finish();
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Record, Builder> {

        private final RowSchema schema;

        Builder(OutputFile file, RowSchema schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Parquet's interface still has it
        protected WriteSupport<Record> getWriteSupport(Configuration unused) {
            return new RowWriteSupport(schema);
        }

        @Override
        protected WriteSupport<Record> getWriteSupport(ParquetConfiguration unused) {
            return new RowWriteSupport(schema);
        }
    }
}
