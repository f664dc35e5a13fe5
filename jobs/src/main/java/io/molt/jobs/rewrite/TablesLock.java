package io.molt.jobs.rewrite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Whoever rewrites finished files of the tables holds this; it goes with the process. TablesJob, which only adds, needs none. */
public final class TablesLock implements AutoCloseable {

    private final FileChannel channel;

    private TablesLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the tables.
     *
     * @throws IllegalStateException if somebody else holds them
     */
    public static TablesLock take(Path tables) throws IOException {
        Files.createDirectories(tables);
        FileChannel channel =
                FileChannel.open(tables.resolve("_lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("the files of " + tables + " are being rewritten already; try again later");
        }
        return new TablesLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
