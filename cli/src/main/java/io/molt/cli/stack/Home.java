package io.molt.cli.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one directory that holds the state of an installation, and the lock that makes it one process's own.
 *
 * <pre>
 * kafka/         the broker's logs
 * checkpoints/   of each job, the newest three of this run and of the one before
 * adapters/      the adapter store
 * tables/        the Parquet tables
 * keys/          a key per session, with which its content is sealed in Kafka; losing them is losing that content
 * spool/         turns that wait for the broker
 * client.keys    who may talk to the proxy: hashes of keys, and whose they are
 * bypass         while it is there, the proxy only passes on
 * policy/        the model that is trained, unless another is configured
 * skills/        a SKILL.md per skill, for people to read
 * molt.log       what happened
 * sql.history    what was typed at the prompt of molt sql
 * stack.properties  ports and process id while molt runs
 * </pre>
 */
public final class Home implements AutoCloseable {

    private final Path directory;
    private final FileChannel channel;

    private Home(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory, creating it if need be; from then on the process logs into it.
     *
     * @throws IllegalStateException if another process holds it
     */
    public static Home take(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        FileChannel channel =
                FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IllegalStateException("another molt is running on " + absolute
                    + "; stop it first, or choose another directory with --home");
        }
        Home home = new Home(absolute, channel);
        System.setProperty("molt.log.file", home.log().toString()); // read when the first logger is made
        return home;
    }

    /** Whether a process holds the directory; not for the process that does. */
    static boolean isTaken(Path directory) throws IOException {
        Path lock = directory.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken == null;
        }
    }

    /** The broker's logs below a home that another process holds. */
    public static Path kafkaOf(Path home) {
        return home.toAbsolutePath().normalize().resolve("kafka");
    }

    /** The skills' files below a home that another process holds. */
    public static Path skillsOf(Path home) {
        return home.toAbsolutePath().normalize().resolve("skills");
    }

    /** The keys below a home that another process holds. */
    public static Path keysOf(Path home) {
        return home.toAbsolutePath().normalize().resolve("keys");
    }

    /** The hashes of the client keys below a home that another process may hold. */
    public static Path clientKeysOf(Path home) {
        return home.toAbsolutePath().normalize().resolve("client.keys");
    }

    /** The switch of the bypass below a home that another process may hold. */
    public static Path bypassOf(Path home) {
        return home.toAbsolutePath().normalize().resolve("bypass");
    }

    public Path directory() {
        return directory;
    }

    public Path kafka() {
        return kafkaOf(directory);
    }

    public Path checkpoints(String job) {
        return directory.resolve("checkpoints").resolve(job);
    }

    public Path adapters() {
        return directory.resolve("adapters");
    }

    public Path tables() {
        return directory.resolve("tables");
    }

    public Path keys() {
        return keysOf(directory);
    }

    public Path spool() {
        return directory.resolve("spool");
    }

    public Path policy() {
        return directory.resolve("policy");
    }

    public Path skills() {
        return skillsOf(directory);
    }

    public Path settings() {
        return directory.resolve("molt.yaml");
    }

    public Path log() {
        return directory.resolve("molt.log");
    }

    public Path running() {
        return directory.resolve("stack.properties");
    }

    /** Releases the directory; the lock goes with the channel, and with the process. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
