package io.molt.proxy.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record in a file.
 *
 * <pre>
 * length    4 bytes: of the body, big-endian
 * checksum  4 bytes: CRC32C of the body
 * body      the length of the key (4 bytes), the key, the value
 * </pre>
 *
 * <p>No body is empty, so that the zeros which a loss of power leaves behind are no record.
 */
final class Frame {

    static final int HEAD = 8;
    /** No record of Kafka is larger; whatever says so is no length. */
    static final int LONGEST_BODY = 64 << 20;

    private static final int SHORTEST_BODY = 4;

    private Frame() {}

    /** Bytes that a record takes. */
    static int size(SpoolRecord record) {
        return HEAD + Integer.BYTES + record.size();
    }

    static ByteBuffer of(SpoolRecord record) {
        ByteBuffer frame = ByteBuffer.allocate(size(record));
        frame.position(HEAD);
        frame.putInt(record.key().length).put(record.key()).put(record.value());
        frame.putInt(0, frame.capacity() - HEAD);
        frame.putInt(Integer.BYTES, checksum(frame.array(), HEAD, frame.capacity() - HEAD));
        return frame.rewind();
    }

    /**
     * The length of the body that follows a head; empty if it cannot be one.
     *
     * @param left bytes in the file after the head
     */
    static Optional<Integer> bodyLength(ByteBuffer head, long left) {
        int length = head.getInt(0);
        return length < SHORTEST_BODY || length > LONGEST_BODY || length > left
                ? Optional.empty()
                : Optional.of(length);
    }

    /** The record; empty if it is not what was written. */
    static Optional<SpoolRecord> read(ByteBuffer head, byte[] body) {
        if (head.getInt(Integer.BYTES) != checksum(body, 0, body.length)) {
            return Optional.empty();
        }
        ByteBuffer content = ByteBuffer.wrap(body);
        int keyLength = content.getInt();
        if (keyLength < 0 || keyLength > content.remaining()) {
            return Optional.empty();
        }
        byte[] key = new byte[keyLength];
        content.get(key);
        byte[] value = new byte[content.remaining()];
        content.get(value);
        return Optional.of(new SpoolRecord(key, value));
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
