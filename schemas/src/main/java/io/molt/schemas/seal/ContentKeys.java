package io.molt.schemas.seal;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys of all sessions, in a directory that proxies and jobs share: {@code <agent>/<session>.<generation>}, both hashed, a
 * {@link KeyFile} each. A destroyed key leaves its file, so that one that was lost is not taken for it; {@code <agent>/all} is
 * one that was never anything else. {@code destructions} grows by a byte before keys are destroyed and after: one look tells whether
 * what is remembered of any key still holds. (Other machines may see that later, as their file system remembers lengths; then the
 * second below is what holds.)
 *
 * <p>Remembers what it was asked for last for a second: what one process destroys, another still opens that long. Thread-safe;
 * several processes may use one directory, on a file system with hard links. Times are those of whoever asks: clocks of proxies
 * and of who forgets should agree.
 */
public final class ContentKeys {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int REMEMBERED = 10_000;
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    private final Path directory;
    private final Path destructions;
    /** How long that file was when what is remembered was read. */
    private long destructionsSeen;

    private final SecureRandom random = new SecureRandom();
    private final Map<Name, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Names a file; generation 0 of no session is the agent's own. */
    private record Name(String agentId, String sessionId, int generation) {}

    /** A file as it was; empty if there was none. */
    private record Known(Path path, Optional<KeyFile> file, long readAtNanos) {}

    /** A session's newest key, living or not; empty before the first. */
    private record Newest(int generation, Optional<KeyFile> key) {}

    /** The keys below a directory. It must be there before anything is sealed: {@link #create}. */
    public ContentKeys(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.destructions = this.directory.resolve("destructions");
    }

    /** Makes the directory, once and on purpose: one that is only not mounted must not be filled anew. */
    public static ContentKeys create(Path directory) throws IOException {
        Files.createDirectories(directory.toAbsolutePath().normalize(), OWNER);
        return new ContentKeys(directory);
    }

    /**
     * The generation that is sealed under now; makes the first key, and the next one after a destroyed one. Knows of what other
     * processes have destroyed.
     *
     * @param askedAtMillis when what is to be sealed was asked, epoch milliseconds UTC
     * @return empty if that was forgotten since
     * @throws IOException if the directory is not there, or cannot be read or written
     */
    public synchronized Optional<Integer> generation(String agentId, String sessionId, long askedAtMillis)
            throws IOException {
        forgetWhatMayBeDestroyed();
        return sealing(agentId, sessionId, askedAtMillis).map(ContentKey::generation);
    }

    /** The key for what was asked at a time, epoch milliseconds; empty if that was forgotten since. */
    synchronized Optional<ContentKey> sealing(String agentId, String sessionId, long askedAtMillis) throws IOException {
        OptionalLong forgotten = destroyedAt(agentId, sessionId);
        if (forgotten.isPresent() && askedAtMillis <= forgotten.getAsLong()) {
            return Optional.empty();
        }
        Newest newest = newest(agentId, sessionId);
        Optional<KeyFile> living = newest.key().filter(key -> !key.destroyed());
        int generation = living.isPresent() ? newest.generation() : newest.generation() + 1;
        KeyFile key = living.isPresent() ? living.get() : made(new Name(agentId, sessionId, generation));
        if (living.isEmpty() && isForgottenMeanwhile(new Name(agentId, sessionId, generation), askedAtMillis)) {
            return Optional.empty();
        }
        return key.destroyed() ? Optional.empty() : Optional.of(new ContentKey(generation, key.secret()));
    }

    /** Who destroys all keys of an agent says so before looking for them, and may have looked before this one was made. */
    private boolean isForgottenMeanwhile(Name made, long askedAtMillis) throws IOException {
        known.remove(all(made.agentId()));
        OptionalLong forgotten = destroyedAt(made.agentId(), made.sessionId());
        boolean late = forgotten.isPresent() && askedAtMillis <= forgotten.getAsLong();
        if (late) {
            destroy(path(made), forgotten.getAsLong());
            known.remove(made);
        }
        return late;
    }

    /**
     * The key that something was sealed with; empty if it was destroyed.
     *
     * @throws IOException if there is no such key: it was lost, or this process sees another directory than the one that sealed
     */
    synchronized Optional<ContentKey> opening(String agentId, String sessionId, int generation) throws IOException {
        Name name = new Name(agentId, sessionId, generation);
        if (read(name).isEmpty()) {
            known.remove(name); // it may just have been made
        }
        KeyFile key = read(name)
                .orElseThrow(() -> new NoSuchFileException("no key of this session in " + directory
                        + ", which should be the directory that proxies write keys to"));
        return key.destroyed() ? Optional.empty() : Optional.of(new ContentKey(generation, key.secret()));
    }

    /**
     * Destroys the keys of a session; what is asked of it later gets another. One without a key gets a destroyed one, so that
     * what is still on its way is forgotten, too.
     *
     * @param atMillis now, epoch milliseconds UTC; what was asked until then is forgotten
     * @throws NoSuchFileException if there is no such directory
     */
    public synchronized void destroy(String agentId, String sessionId, long atMillis) throws IOException {
        requireDirectory();
        Name first = new Name(agentId, sessionId, 1);
        Path key = path(first);
        tellOfDestruction();
        if (!Files.exists(key)) {
            made(first);
        }
        for (int generation = 1; Files.exists(key); key = path(new Name(agentId, sessionId, ++generation))) {
            destroy(key, atMillis);
            tellOfDestruction();
        }
    }

    /**
     * Destroys the keys of every session of an agent, and forgets those that have none yet.
     *
     * @return how many living keys there were
     * @throws NoSuchFileException if there is no such directory
     */
    public synchronized int destroyAll(String agentId, long atMillis) throws IOException {
        requireDirectory();
        tellOfDestruction();
        Path all = path(all(agentId));
        make(all, KeyFile.destroyed(atMillis));
        destroy(all, atMillis);
        tellOfDestruction();
        List<Path> keys;
        try (Stream<Path> files = Files.list(all.getParent())) {
            keys = files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{32}\\.\\d+"))
                    .toList();
        }
        int living = 0;
        for (Path key : keys) {
            living += destroy(key, atMillis) ? 1 : 0;
            tellOfDestruction();
        }
        return living;
    }

    /** Whether a session ever had a key: what was recorded without one is not sealed. */
    public synchronized boolean has(String agentId, String sessionId) throws IOException {
        return read(new Name(agentId, sessionId, 1)).isPresent();
    }

    /** When a session was forgotten last, epoch milliseconds UTC; empty if it never was. */
    public synchronized OptionalLong destroyedAt(String agentId, String sessionId) throws IOException {
        long at = read(all(agentId)).map(KeyFile::destroyedAtMillis).orElse(0L);
        Optional<KeyFile> key = read(new Name(agentId, sessionId, 1));
        for (int generation = 2; key.isPresent() && key.get().destroyed(); generation++) {
            at = Math.max(at, key.get().destroyedAtMillis());
            key = read(new Name(agentId, sessionId, generation));
        }
        return at == 0 ? OptionalLong.empty() : OptionalLong.of(at);
    }

    private Newest newest(String agentId, String sessionId) throws IOException {
        Newest newest = new Newest(0, Optional.empty());
        Optional<KeyFile> key = read(new Name(agentId, sessionId, 1));
        while (key.isPresent()) {
            newest = new Newest(newest.generation() + 1, key);
            key = key.get().destroyed()
                    ? read(new Name(agentId, sessionId, newest.generation() + 1))
                    : Optional.empty();
        }
        return newest;
    }

    private Optional<KeyFile> read(Name name) throws IOException {
        Known before = known.get(name);
        if (before != null && System.nanoTime() - before.readAtNanos() < REMEMBERED_NANOS) {
            return before.file();
        }
        Path file = before == null ? path(name) : before.path();
        return readAnew(name, file);
    }

    private Optional<KeyFile> readAnew(Name name, Path file) throws IOException {
        Optional<KeyFile> now;
        try {
            // Most keys of whole agents are not there; an exception would take longer than everything else.
            boolean absent =
                    !file.toFile().exists() && file.getParent().toFile().canExecute();
            now = absent ? Optional.empty() : Optional.of(whole(file));
        } catch (NoSuchFileException e) {
            now = Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("key " + file + " is damaged: " + e.getMessage(), e);
        }
        known.put(name, new Known(file, now, System.nanoTime()));
        return now;
    }

    private void forgetWhatMayBeDestroyed() {
        long now = destructions.toFile().length();
        if (now != destructionsSeen) {
            known.clear();
            destructionsSeen = now;
        }
    }

    /** Tells all processes, this one included. Also before anything is gone, so that a directory that is full fails in time. */
    private void tellOfDestruction() throws IOException {
        known.clear();
        try (FileChannel channel = FileChannel.open(destructions, Set.of(CREATE, APPEND), OWNERS_FILE)) {
            channel.write(ByteBuffer.allocate(1));
        }
    }

    /** Somebody may be overwriting it just now. */
    private static KeyFile whole(Path file) throws IOException {
        try {
            return KeyFile.of(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            return KeyFile.of(Files.readAllBytes(file));
        }
    }

    /** Makes a key, unless another process has just made it. */
    private KeyFile made(Name name) throws IOException {
        Path file = path(name);
        make(file, KeyFile.fresh(random));
        known.remove(name);
        return read(name).orElseThrow(() -> new NoSuchFileException("key " + file + " has vanished"));
    }

    /** Makes a file, whole and durable, unless there is one. */
    private void make(Path file, KeyFile key) throws IOException {
        Path folder = file.getParent();
        folder(folder);
        Path fresh = Files.createTempFile(folder, "new-", ".tmp"); // only its owner may read it
        try {
            write(fresh, key);
            Files.createLink(file, fresh);
            flush(folder);
        } catch (FileAlreadyExistsException e) {
            // The other one's is as good.
        } finally {
            Files.delete(fresh);
        }
    }

    /** Whether it was a living one. A damaged one is destroyed like any other. */
    private boolean destroy(Path file, long atMillis) throws IOException {
        boolean living = true;
        try {
            KeyFile before = KeyFile.of(Files.readAllBytes(file));
            living = !before.destroyed();
            if (before.destroyedAtMillis() >= atMillis) {
                return false;
            }
        } catch (IllegalArgumentException e) {
            // Damaged: whatever it held must go.
        }
        write(file, KeyFile.destroyed(atMillis));
        return living;
    }

    private void requireDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    "there is no directory of keys " + directory + "; make it if it is new, and mount it if it is not");
        }
    }

    private void folder(Path agent) throws IOException {
        requireDirectory();
        if (!Files.isDirectory(agent)) {
            Files.createDirectories(agent, OWNER);
            flush(directory);
        }
    }

    /** In place: another name would leave the old bytes to somebody who has the file open. */
    private static void write(Path file, KeyFile key) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE), OWNERS_FILE)) {
            channel.write(key.bytes());
            channel.truncate(KeyFile.BYTES);
            channel.force(true);
        }
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static Name all(String agentId) {
        return new Name(agentId, "", 0);
    }

    private Path path(Name name) {
        Path agent = directory.resolve(KeyFile.hash(name.agentId()));
        return name.generation() == 0
                ? agent.resolve("all")
                : agent.resolve(KeyFile.hash(name.sessionId()) + "." + name.generation());
    }
}
