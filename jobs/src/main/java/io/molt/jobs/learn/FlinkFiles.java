package io.molt.jobs.learn;

import io.molt.operators.lora.StoreFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * A file system of Flink's. On an object store a file exists when its stream is closed; everywhere else it is written
 * beside and renamed. Where a rename does not replace, as on HDFS, a file that is overwritten is away for a moment. Data is
 * prepared on this machine.
 *
 * @param root where everything lies, with its scheme
 */
record FlinkFiles(String root) implements StoreFiles {

    /** Of those that Flink knows, the file systems on which no reader sees a file before its stream is closed. */
    private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3p", "gs", "oss");

    @Override
    public String name() {
        return root;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try (FSDataInputStream in = fileSystem().open(resolve(path))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Path file = resolve(path);
        if (OBJECT_STORES.contains(file.toUri().getScheme().toLowerCase(Locale.ROOT))) {
            put(file, content);
            return;
        }
        Path beside = new Path(file.getParent(), ".writing-" + file.getName());
        put(beside, content);
        if (fileSystem().exists(file)) {
            fileSystem().delete(file, false);
        }
        if (!fileSystem().rename(beside, file)) {
            throw new IOException(beside + " could not be renamed to " + file.getName());
        }
    }

    private void put(Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = fileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
            out.write(content);
        }
    }

    @Override
    public java.nio.file.Path prepare(String directory) throws IOException {
        return Files.createTempDirectory("molt-adapter-");
    }

    @Override
    public void place(java.nio.file.Path prepared, String directory) throws IOException {
        delete(directory);
        try (Stream<java.nio.file.Path> files = Files.list(prepared)) {
            for (java.nio.file.Path file : files.sorted().toList()) {
                put(resolve(directory + "/" + file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    @Override
    public List<Entry> list(String directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (FileStatus status : statuses(resolve(directory))) {
            entries.add(new Entry(status.getPath().getName(), modifiedMillis(status)));
        }
        entries.sort(Comparator.comparing(Entry::name));
        return entries;
    }

    /** Object stores have no directories, and what looks like one has no time: its newest file has. */
    private long modifiedMillis(FileStatus status) throws IOException {
        if (!status.isDir()) {
            return status.getModificationTime();
        }
        long newest = 0;
        for (FileStatus each : statuses(status.getPath())) {
            newest = Math.max(newest, each.getModificationTime());
        }
        return newest;
    }

    /** Some file systems give null for what is not there, others throw. */
    private FileStatus[] statuses(Path directory) throws IOException {
        try {
            FileStatus[] statuses = fileSystem().listStatus(directory);
            return statuses == null ? new FileStatus[0] : statuses;
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path resolved = resolve(path);
        if (fileSystem().exists(resolved)) {
            fileSystem().delete(resolved, true);
        }
    }

    private FileSystem fileSystem() throws IOException {
        return new Path(root).getFileSystem();
    }

    private Path resolve(String path) {
        if (List.of(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException(path + " lies outside of the adapter store");
        }
        return new Path(new Path(root), path);
    }
}
