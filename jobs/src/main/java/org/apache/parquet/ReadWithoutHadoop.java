package org.apache.parquet;

import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/**
 * Options of a Parquet reader, made without their builder: that one loads a class of Hadoop's, which is not there. In
 * Parquet's package, since the constructor is open to that alone.
 */
public final class ReadWithoutHadoop extends ParquetReadOptions {

    private static final int MAX_ALLOCATION = 8 << 20;

    /** Every row of every column asked for, uncompressed by these codecs. */
    public ReadWithoutHadoop(CompressionCodecFactory codecs) {
        super(
                true,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                FilterCompat.NOOP,
                ParquetMetadataConverter.NO_FILTER,
                codecs,
                new HeapByteBufferAllocator(),
                MAX_ALLOCATION,
                Map.of(),
                null,
                null,
                new PlainParquetConfiguration());
    }
}
