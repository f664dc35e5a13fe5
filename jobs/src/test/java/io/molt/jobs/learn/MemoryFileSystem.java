package io.molt.jobs.learn;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;

/**
 * Files by their addresses, in memory, no directories. With scheme {@code s3} an object store: no rename, and an object exists
 * when its stream is closed. With scheme {@code memory} as on HDFS: what is being written can be read already, and a rename
 * replaces nothing.
 */
public final class MemoryFileSystem extends FileSystem {

    private static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();
    private static final AtomicLong BYTES_LEFT = new AtomicLong(Long.MAX_VALUE);

    private final String scheme;

    private MemoryFileSystem(String scheme) {
        this.scheme = scheme;
    }

    /** From now on the disk is full after so many more bytes; no stream is closed after that, as if the process were dead. */
    static void fullAfter(long bytes) {
        BYTES_LEFT.set(bytes);
    }

    /** How Flink finds the object store. */
    public static final class Objects implements FileSystemFactory {

        @Override
        public String getScheme() {
            return "s3";
        }

        @Override
        public FileSystem create(URI uri) {
            return new MemoryFileSystem(getScheme());
        }
    }

    /** How Flink finds the files. */
    public static final class Files implements FileSystemFactory {

        @Override
        public String getScheme() {
            return "memory";
        }

        @Override
        public FileSystem create(URI uri) {
            return new MemoryFileSystem(getScheme());
        }
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) {
        return new Upload(path.toString(), !isObjectStore());
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        byte[] content = OBJECTS.get(path.toString());
        if (content == null) {
            throw new FileNotFoundException(path.toString());
        }
        return new Download(content);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return open(path);
    }

    @Override
    public boolean exists(Path path) {
        return OBJECTS.keySet().stream().anyMatch(key -> key.equals(path.toString()) || key.startsWith(path + "/"));
    }

    @Override
    public boolean delete(Path path, boolean recursive) {
        return OBJECTS.keySet().removeIf(key -> key.equals(path.toString()) || key.startsWith(path + "/"));
    }

    @Override
    public FileStatus[] listStatus(Path path) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : OBJECTS.keySet()) {
            if (key.startsWith(path + "/")) {
                names.add(key.substring(path.toString().length() + 1).split("/", 2)[0]);
            }
        }
        List<FileStatus> statuses = new ArrayList<>();
        names.forEach(name -> statuses.add(new Status(new Path(path, name))));
        return statuses.toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        if (!exists(path)) {
            throw new FileNotFoundException(path.toString());
        }
        return new Status(path);
    }

    @Override
    public boolean mkdirs(Path path) {
        return true;
    }

    @Override
    public boolean rename(Path from, Path to) {
        if (isObjectStore()) {
            throw new UnsupportedOperationException("an object store has no rename");
        }
        byte[] content = OBJECTS.get(from.toString());
        if (content == null || OBJECTS.putIfAbsent(to.toString(), content) != null) {
            return false;
        }
        OBJECTS.remove(from.toString());
        return true;
    }

    private boolean isObjectStore() {
        return scheme.equals("s3");
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
        return new BlockLocation[0];
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(getUri());
    }

    @Override
    public Path getHomeDirectory() {
        return getWorkingDirectory();
    }

    @Override
    public URI getUri() {
        return URI.create(scheme + "://adapters/");
    }

    @Override
    public boolean isDistributedFS() {
        return true;
    }

    private record Status(Path getPath) implements FileStatus {

        @Override
        public long getLen() {
            return isDir() ? 0 : OBJECTS.get(getPath.toString()).length;
        }

        @Override
        public long getBlockSize() {
            return getLen();
        }

        @Override
        public short getReplication() {
            return 1;
        }

        @Override
        public long getModificationTime() {
            return 0;
        }

        @Override
        public long getAccessTime() {
            return 0;
        }

        @Override
        public boolean isDir() {
            return !OBJECTS.containsKey(getPath.toString());
        }
    }

    /** An object appears when the stream is closed, a file at once. */
    private static final class Upload extends FSDataOutputStream {

        private final String key;
        private final boolean atOnce;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean dead;

        Upload(String key, boolean atOnce) {
            this.key = key;
            this.atOnce = atOnce;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int fits = (int) Math.min(length, BYTES_LEFT.get());
            BYTES_LEFT.addAndGet(-fits);
            content.write(bytes, offset, fits);
            if (atOnce) {
                OBJECTS.put(key, content.toByteArray());
            }
            if (fits < length) {
                dead = true;
                throw new IOException("full");
            }
        }

        @Override
        public long getPos() {
            return content.size();
        }

        @Override
        public void flush() {}

        @Override
        public void sync() {}

        @Override
        public void close() {
            if (!dead) {
                OBJECTS.put(key, content.toByteArray());
            }
        }
    }

    private static final class Download extends FSDataInputStream {

        private final byte[] content;
        private int position;

        Download(byte[] content) {
            this.content = content;
        }

        @Override
        public void seek(long desired) {
            position = (int) desired;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public int read() {
            return position < content.length ? content[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = Math.min(length, content.length - position);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(content, position, bytes, offset, count);
            position += count;
            return count;
        }
    }
}
