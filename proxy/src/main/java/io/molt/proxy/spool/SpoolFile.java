package io.molt.proxy.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** One of a spool's files: eight bytes that say what it is, then {@link Frame}s. */
final class SpoolFile implements Closeable {

    private static final byte[] MAGIC = "moltspl1".getBytes(US_ASCII);
    static final long FIRST = MAGIC.length;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final long number;
    private final Path path;
    private final FileChannel channel;
    private long start = FIRST;
    private long end;
    private long records;
    private long cut;

    private SpoolFile(long number, Path path, FileChannel channel) {
        this.number = number;
        this.path = path;
        this.channel = channel;
    }

    /**
     * A record, and where the next one begins.
     *
     * @param next offset in the file, bytes
     */
    record Read(SpoolRecord record, long next) {}

    /** Twenty digits, so that names are in order. */
    static String name(long number) {
        return String.format("%020d.spool", number);
    }

    static SpoolFile create(Path directory, long number) throws IOException {
        Path path = directory.resolve(name(number));
        FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE), OWNER);
        SpoolFile file = new SpoolFile(number, path, channel);
        try {
            file.write(ByteBuffer.wrap(MAGIC));
            return file;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * A file of an earlier life; what comes after its last whole record is cut off.
     *
     * @param drained up to which offset its records are needed no more; only if a record ends there
     */
    static SpoolFile open(Path directory, long number, long drained) throws IOException {
        Path path = directory.resolve(name(number));
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SpoolFile file = new SpoolFile(number, path, channel);
        try {
            file.scan(drained);
            channel.truncate(file.end);
            return file;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void scan(long drained) throws IOException {
        long size = channel.size();
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        readFully(magic, 0);
        if (!magic.rewind().equals(ByteBuffer.wrap(MAGIC))) {
            cut = size;
            return;
        }
        end = FIRST;
        for (Optional<Read> read = read(end, size); read.isPresent(); read = read(end, size)) {
            end = read.get().next();
            records++;
            if (end == drained) {
                start = drained;
                records = 0;
            }
        }
        cut = size - end;
    }

    /** Where its first needed record begins, as found when it was opened. */
    long start() {
        return start;
    }

    /** Bytes at its end that were no whole record when it was opened. */
    long cut() {
        return cut;
    }

    /** Puts a record at the end; a part of one does not stay. */
    void append(SpoolRecord record) throws IOException {
        long before = end;
        try {
            write(Frame.of(record));
            records++;
        } catch (IOException e) {
            end = before;
            channel.truncate(before);
            throw e;
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
    }

    /** The record at an offset; empty at the end, and where there is none that is whole. */
    Optional<Read> read(long offset) throws IOException {
        return read(offset, end);
    }

    private Optional<Read> read(long offset, long limit) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Frame.HEAD);
        if (limit - offset < Frame.HEAD || !readFully(head, offset)) {
            return Optional.empty();
        }
        Optional<Integer> length = Frame.bodyLength(head, limit - offset - Frame.HEAD);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        byte[] body = new byte[length.get()];
        if (!readFully(ByteBuffer.wrap(body), offset + Frame.HEAD)) {
            return Optional.empty();
        }
        long next = offset + Frame.HEAD + body.length;
        return Frame.read(head, body).map(record -> new Read(record, next));
    }

    private boolean readFully(ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Nothing beyond this offset can be read. */
    void cutAt(long offset) {
        end = offset;
    }

    void sync() throws IOException {
        channel.force(false);
    }

    long number() {
        return number;
    }

    /** Where its last record ends, bytes. */
    long end() {
        return end;
    }

    /** How many needed records it had when it was opened, and got since. */
    long records() {
        return records;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
