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
import org.apache.flink.core.fs.BlockLocation;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;

/** Stands for an object store: objects by key, in memory, no directories, no rename; an object exists when it is whole. */
public final class ObjectFileSystem extends FileSystem {

    private static final Map<String, byte[]> OBJECTS = new ConcurrentSkipListMap<>();

    /** How Flink finds it: scheme {@code memory}. */
    public static final class Factory implements FileSystemFactory {

        @Override
        public String getScheme() {
            return "memory";
        }

        @Override
        public FileSystem create(URI uri) {
            return new ObjectFileSystem();
        }
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode mode) {
        return new Upload(path.toString());
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
        throw new UnsupportedOperationException("an object store has no rename");
    }

    @Override
    public BlockLocation[] getFileBlockLocations(FileStatus file, long start, long length) {
        return new BlockLocation[0];
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path("memory://adapters/");
    }

    @Override
    public Path getHomeDirectory() {
        return getWorkingDirectory();
    }

    @Override
    public URI getUri() {
        return URI.create("memory://adapters/");
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

    /** The object appears when the stream is closed. */
    private static final class Upload extends FSDataOutputStream {

        private final String key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Upload(String key) {
            this.key = key;
        }

        @Override
        public void write(int b) {
            content.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
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
            OBJECTS.put(key, content.toByteArray());
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
