package io.molt.proxy.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Up to where a spool is drained. Lost or damaged, it costs repetitions and nothing else.
 *
 * @param file its number
 * @param offset where the last drained record ends, bytes
 */
record DrainedPosition(long file, long offset) {

    private static final int CHECKED = 2 * Long.BYTES;
    private static final int SIZE = CHECKED + Integer.BYTES;

    static Optional<DrainedPosition> read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, bytes.position()) < 0) {
                return Optional.empty();
            }
        }
        return bytes.getInt(CHECKED) == checksum(bytes)
                ? Optional.of(new DrainedPosition(bytes.getLong(0), bytes.getLong(Long.BYTES)))
                : Optional.empty();
    }

    void write(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).putLong(0, file).putLong(Long.BYTES, offset);
        bytes.putInt(CHECKED, checksum(bytes));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().limit(CHECKED));
        return (int) crc.getValue();
    }
}
