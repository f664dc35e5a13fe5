package io.molt.proxy.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a file says, read again on a thread of its own after each change. */
public final class WatchedFile<T> implements Supplier<T>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Reads a file that may not exist. */
    public interface Reading<T> {

        T read(Path file) throws IOException;
    }

    /** By which a change is seen; the key of the file's node changes when it is replaced. */
    private record Look(boolean exists, long modifiedNanos, long size, String node) {

        static Look at(Path file) throws IOException {
            try {
                BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
                return new Look(
                        true,
                        seen.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                        seen.size(),
                        String.valueOf(seen.fileKey()));
            } catch (NoSuchFileException e) {
                return new Look(false, 0, 0, "");
            }
        }
    }

    private final Path file;
    private final Reading<T> reading;
    private final Consumer<T> changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Look look;
    private boolean failing;
    private volatile T now;

    private WatchedFile(Path file, Reading<T> reading, Consumer<T> changed, Look look, T now) {
        this.file = file;
        this.reading = reading;
        this.changed = changed;
        this.look = look;
        this.now = now;
    }

    /** There is no file; it would say this. */
    public static <T> WatchedFile<T> absent(T always) {
        return new WatchedFile<>(Path.of(""), file -> always, same -> {}, new Look(false, 0, 0, ""), always);
    }

    /**
     * Reads the file and goes on watching it.
     *
     * @param changed told of what was read again, after {@link #get} says it
     * @throws IOException if it cannot be read now
     */
    public static <T> WatchedFile<T> watch(Path file, Reading<T> reading, Consumer<T> changed) throws IOException {
        Look look = Look.at(file); // before reading, so that a change in between is seen
        WatchedFile<T> watched = new WatchedFile<>(file, reading, changed, look, reading.read(file));
        Thread thread = new Thread(watched::run, "molt-watch " + file.getFileName());
        thread.setDaemon(true);
        thread.start();
        return watched;
    }

    @Override
    public T get() {
        return now;
    }

    private void run() {
        try {
            while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                lookAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAgain() {
        try {
            Look newest = Look.at(file);
            if (!newest.equals(look)) {
                now = reading.read(file);
                look = newest;
                changed.accept(now);
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warn("a changed file cannot be read; what it said before holds file={}", file.getFileName(), e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
