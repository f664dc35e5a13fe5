package io.molt.proxy.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backlog on disk. Files are only added to in the life that made them; one whose records are all drained is deleted.
 */
public final class Spool implements Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String FILES = "\\d{20}\\.spool";
    private static final long LARGEST_FILE = 64 << 20;
    /** A file goes as a whole, so that a full spool has room again after a sixteenth. */
    private static final int FILES_AT_LEAST = 16;

    private final Path directory;
    private final long mostBytes;
    private final FileChannel lock;
    private final FileChannel position;
    private final NavigableMap<Long, SpoolFile> files = new TreeMap<>();
    private final List<SpoolFile> unsynced = new ArrayList<>();
    /** Where each record ends that was read and is not drained, in order. */
    private final Deque<DrainedPosition> read = new ArrayDeque<>();

    private DrainedPosition drained;
    private DrainedPosition reading;
    private Optional<SpoolFile> writing = Optional.empty();
    private long nextNumber = 1;
    private boolean failing;
    private long records;
    private long bytes;

    private Spool(Path directory, long mostBytes, FileChannel lock, FileChannel position) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.lock = lock;
        this.position = position;
    }

    /**
     * Takes a directory, creating it if need be, with what lies in it.
     *
     * @param mostBytes of all files together
     * @throws IllegalStateException if another process, or another spool of this one, has it
     * @throws IOException if it cannot be read or written
     */
    public static Spool open(Path directory, long mostBytes) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lock = lock(directory);
        try {
            Spool spool = new Spool(directory, mostBytes, lock, ownFile(directory.resolve("drained")));
            spool.readFiles();
            return spool;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel ownFile(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel = ownFile(directory.resolve("lock"));
        Optional<FileLock> lock;
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            lock = Optional.empty();
        }
        if (lock.isEmpty()) {
            channel.close();
            throw new IllegalStateException("spool.directory " + directory
                    + " is used by another proxy; every proxy needs a directory of its own");
        }
        return channel;
    }

    private void readFiles() throws IOException {
        DrainedPosition before = DrainedPosition.read(position).orElse(new DrainedPosition(0, 0));
        nextNumber = before.file() + 1;
        for (long number : numbers()) {
            if (number < before.file()) {
                Files.delete(directory.resolve(SpoolFile.name(number)));
                continue;
            }
            SpoolFile file = SpoolFile.open(directory, number, number == before.file() ? before.offset() : 0);
            files.put(number, file);
            nextNumber = number + 1;
            if (file.cut() > 0) {
                LOG.warn("spool was cut at its first broken record file={} bytes={}", number, file.cut());
            }
            records += file.records();
            bytes += file.end();
        }
        drained = files.isEmpty() ? before : beginningOf(files.firstEntry().getValue());
        reading = drained;
        deleteDrained();
        if (records > 0) {
            LOG.info("spool holds records of an earlier run records={} bytes={}", records, bytes);
        }
    }

    private List<Long> numbers() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(FILES))
                    .map(name -> Long.valueOf(name.substring(0, 20)))
                    .sorted()
                    .toList();
        }
    }

    private static DrainedPosition beginningOf(SpoolFile file) {
        return new DrainedPosition(file.number(), file.start());
    }

    @Override
    public boolean append(SpoolRecord record) {
        long size = Frame.size(record);
        if (bytes + size > mostBytes) {
            return false;
        }
        try {
            SpoolFile file = writable(size);
            file.append(record);
            bytes += size;
            records++;
            failing = false;
            return true;
        } catch (IOException e) {
            writing = Optional.empty(); // whatever is wrong with it, another file may do
            report("spool cannot be written", e);
            return false;
        }
    }

    private SpoolFile writable(long size) throws IOException {
        long largest = Math.min(LARGEST_FILE, mostBytes / FILES_AT_LEAST);
        if (writing.isEmpty() || writing.get().end() + size > largest) {
            SpoolFile file = SpoolFile.create(directory, nextNumber++);
            files.put(file.number(), file);
            bytes += file.end();
            writing = Optional.of(file);
        }
        SpoolFile file = writing.get();
        if (unsynced.isEmpty() || unsynced.get(unsynced.size() - 1) != file) {
            unsynced.add(file);
        }
        return file;
    }

    @Override
    public boolean sync() {
        try {
            if (unsynced.isEmpty()) {
                return true;
            }
            for (SpoolFile file : unsynced) {
                file.sync();
            }
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true); // a file of which no directory knows is lost
            }
            unsynced.clear();
            return true;
        } catch (IOException e) {
            report("spool cannot be synced", e);
            return false;
        }
    }

    @Override
    public Optional<SpoolRecord> next() {
        while (!isRead()) {
            SpoolFile file = files.get(reading.file());
            try {
                Optional<SpoolFile.Read> next = file.read(reading.offset());
                if (next.isPresent()) {
                    reading = new DrainedPosition(file.number(), next.get().next());
                    read.add(reading);
                    return Optional.of(next.get().record());
                }
                LOG.warn("spool is broken from here to the end of the file file={} at={}", file.number(), reading);
            } catch (IOException e) {
                LOG.warn("spool cannot be read from here to the end of the file file={}", file.number(), e);
            }
            skipRest(file);
        }
        return Optional.empty();
    }

    /** What cannot be read is gone, and nothing is added behind it. */
    private void skipRest(SpoolFile file) {
        bytes -= file.end() - reading.offset();
        file.cutAt(reading.offset());
        writing = writing.filter(current -> current != file);
    }

    /** Goes on to the next file where one is through. */
    @Override
    public boolean isRead() {
        while (!files.isEmpty()) {
            SpoolFile file = files.get(reading.file());
            if (file != null && reading.offset() < file.end()) {
                return false;
            }
            Long next = files.higherKey(reading.file());
            if (next == null) {
                return true;
            }
            reading = beginningOf(files.get(next));
        }
        return true;
    }

    @Override
    public void drained(int count) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            drained = read.remove();
        }
        records -= count;
        try {
            drained.write(position);
            deleteDrained();
        } catch (IOException e) {
            report("spool's position cannot be written", e);
        }
    }

    private void deleteDrained() throws IOException {
        while (!files.isEmpty()) {
            SpoolFile oldest = files.firstEntry().getValue();
            boolean through = oldest.number() < drained.file()
                    || (oldest.number() == drained.file() && drained.offset() >= oldest.end());
            if (!through) {
                return;
            }
            files.remove(oldest.number());
            unsynced.remove(oldest);
            writing = writing.filter(file -> file != oldest);
            bytes -= oldest.end();
            oldest.delete();
        }
        records = 0; // also those that could not be read
    }

    @Override
    public void rewind() {
        read.clear();
        reading = drained;
    }

    @Override
    public long records() {
        return records;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** One line when it begins, not one per record. */
    private void report(String what, IOException e) {
        if (!failing) {
            LOG.warn("{} directory={}", what, directory, e);
        }
        failing = true;
    }

    /** Syncs what was appended and lets go of the directory; what is not drained stays. */
    @Override
    public void close() {
        sync();
        try {
            for (SpoolFile file : files.values()) {
                file.close();
            }
            position.close();
            lock.close();
        } catch (IOException e) {
            report("spool cannot be closed", e);
        }
    }
}
