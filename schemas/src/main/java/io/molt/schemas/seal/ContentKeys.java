package io.molt.schemas.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The keys of all sessions, in a directory that proxies and jobs share: {@code <agent>/<session>.<generation>}, both hashed,
 * 40 bytes each: when it was destroyed (epoch milliseconds, 0 if it was not), and the key. A destroyed key leaves its file, so
 * that one that was lost is not taken for it.
 *
 * <p>Remembers the keys of the sessions that it was asked for last, for a second: what one process destroys, another still
 * opens that long. Thread-safe; several processes may use one directory.
 */
public final class ContentKeys {

    private static final int SECRET_BYTES = 32;
    private static final int FILE_BYTES = Long.BYTES + SECRET_BYTES;
    private static final int REMEMBERED = 10_000;
    private static final long REMEMBERED_NANOS = 1_000_000_000;

    private final Path directory;
    private final SecureRandom random = new SecureRandom();
    private final Map<Path, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * What a file says.
     *
     * @param destroyedAtMillis 0 if it was not
     */
    private record Known(long destroyedAtMillis, byte[] secret, long readAtNanos) {

        boolean destroyed() {
            return destroyedAtMillis != 0;
        }
    }

    /** The keys below a directory, which need not exist yet. */
    public ContentKeys(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The generation that a session's content is sealed under now; makes the first key, and the next one after a destroyed one.
     *
     * @throws IOException if the directory cannot be read or written
     */
    public int generation(String agentId, String sessionId) throws IOException {
        return sealing(agentId, sessionId, Long.MAX_VALUE).orElseThrow().generation();
    }

    /** The key for what was asked at a time, epoch milliseconds; empty if that was forgotten since. */
    synchronized Optional<ContentKey> sealing(String agentId, String sessionId, long atMillis) throws IOException {
        int generation = 1;
        Optional<Known> key = known(file(agentId, sessionId, generation));
        while (key.isPresent() && key.get().destroyed()) {
            if (atMillis <= key.get().destroyedAtMillis()) {
                return Optional.empty();
            }
            generation++;
            key = known(file(agentId, sessionId, generation));
        }
        Known living = key.isPresent() ? key.get() : made(file(agentId, sessionId, generation));
        return Optional.of(new ContentKey(generation, living.secret()));
    }

    /**
     * The key that something was sealed with; empty if it was destroyed.
     *
     * @throws IOException if there is no such key: it was lost, or this process sees another directory than the one that sealed
     */
    synchronized Optional<ContentKey> opening(String agentId, String sessionId, int generation) throws IOException {
        Known key = known(file(agentId, sessionId, generation))
                .orElseThrow(() -> new NoSuchFileException("no key of this session in " + directory
                        + ", which should be the one that proxies write keys to"));
        return key.destroyed() ? Optional.empty() : Optional.of(new ContentKey(generation, key.secret()));
    }

    /**
     * Destroys the keys of a session; what is recorded of it later gets another. A session without a key gets a destroyed one,
     * so that what is still on its way is forgotten, too.
     *
     * @param atMillis now, epoch milliseconds UTC; what was asked until then is forgotten
     */
    public synchronized void destroy(String agentId, String sessionId, long atMillis) throws IOException {
        Path first = file(agentId, sessionId, 1);
        if (known(first).isEmpty()) {
            made(first);
        }
        Path key = first;
        for (int generation = 1; known(key).isPresent(); key = file(agentId, sessionId, ++generation)) {
            destroy(key, atMillis);
        }
    }

    /**
     * Destroys the keys of every session of an agent.
     *
     * @return how many keys
     */
    public synchronized int destroyAll(String agentId, long atMillis) throws IOException {
        Path agent = directory.resolve(hash(agentId));
        if (!Files.isDirectory(agent)) {
            return 0;
        }
        List<Path> keys;
        try (Stream<Path> files = Files.list(agent)) {
            keys = files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{32}\\.\\d+"))
                    .toList();
        }
        int destroyed = 0;
        for (Path key : keys) {
            destroyed += destroy(key, atMillis) ? 1 : 0;
        }
        return destroyed;
    }

    /** Whether a session ever had a key: what was recorded without one is not sealed. */
    public synchronized boolean has(String agentId, String sessionId) throws IOException {
        return known(file(agentId, sessionId, 1)).isPresent();
    }

    /** When a session was forgotten last, epoch milliseconds UTC; empty if it never was. */
    public synchronized OptionalLong destroyedAt(String agentId, String sessionId) throws IOException {
        OptionalLong newest = OptionalLong.empty();
        Optional<Known> key = known(file(agentId, sessionId, 1));
        for (int generation = 2; key.isPresent() && key.get().destroyed(); generation++) {
            newest = OptionalLong.of(key.get().destroyedAtMillis());
            key = known(file(agentId, sessionId, generation));
        }
        return newest;
    }

    private Optional<Known> known(Path file) throws IOException {
        Known remembered = known.get(file);
        if (remembered != null
                && (remembered.destroyed() || System.nanoTime() - remembered.readAtNanos() < REMEMBERED_NANOS)) {
            return Optional.of(remembered);
        }
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES);
        try (FileChannel channel = FileChannel.open(file, READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (bytes.hasRemaining()) {
            throw new IOException("key " + file + " is damaged: it has " + bytes.position() + " bytes");
        }
        bytes.flip();
        long destroyedAt = bytes.getLong();
        byte[] secret = new byte[SECRET_BYTES];
        bytes.get(secret);
        Known read = new Known(destroyedAt, secret, System.nanoTime());
        known.put(file, read);
        return Optional.of(read);
    }

    /** Makes a key, unless another process has just made it. Durable before anything is sealed with it. */
    private Known made(Path file) throws IOException {
        Path folder = file.getParent();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        Path fresh = Files.createTempFile(folder, "new-", ".tmp"); // only its owner may read it
        try {
            write(fresh, ByteBuffer.allocate(FILE_BYTES).putLong(0).put(secret).flip());
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // The other one's key is as good.
            return known(file).orElseThrow(() -> new IOException("key " + file + " has vanished", e));
        } finally {
            Files.delete(fresh);
        }
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
        return known(file).orElseThrow(() -> new NoSuchFileException("key " + file + " has vanished"));
    }

    private boolean destroy(Path file, long atMillis) throws IOException {
        known.remove(file);
        if (known(file).map(Known::destroyed).orElse(true)) {
            return false;
        }
        write(file, ByteBuffer.allocate(FILE_BYTES).putLong(atMillis).rewind());
        known.remove(file);
        return true;
    }

    private static void write(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private Path file(String agentId, String sessionId, int generation) {
        return directory.resolve(hash(agentId)).resolve(hash(sessionId) + "." + generation);
    }

    /** Ids are anybody's text: as names they are hashes, 128 bits of SHA-256. */
    private static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
