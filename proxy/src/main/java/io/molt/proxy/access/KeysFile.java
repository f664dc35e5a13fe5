package io.molt.proxy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The file of client keys: a line of JSON per key, hashes only. Replaced as a whole, so that a reader sees all of a change
 * or nothing; readable by its owner alone.
 *
 * @param path need not exist
 */
public record KeysFile(Path path) {

    /**
     * Every key that was ever made, in that order.
     *
     * @throws IOException if the file cannot be read or says something else; names the line
     */
    public List<ClientKey> read() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        List<ClientKey> keys = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(path, UTF_8)) {
            number++;
            if (!line.isBlank()) {
                keys.add(key(line, number));
            }
        }
        return keys;
    }

    /** Adds a key. */
    public void add(ClientKey key) throws IOException {
        change(keys -> {
            List<ClientKey> more = new ArrayList<>(keys);
            more.add(key);
            return more;
        });
    }

    /**
     * From now on these keys do not count.
     *
     * @param id of a key, or the beginning of one
     * @return the keys that are revoked now
     */
    public List<ClientKey> revoke(String id, long nowMillis) throws IOException {
        List<ClientKey> revoked = new ArrayList<>();
        change(keys -> keys.stream()
                .map(key -> {
                    ClientKey after = key.id().startsWith(id) ? key.revoked(nowMillis) : key;
                    if (key.id().startsWith(id)) {
                        revoked.add(after);
                    }
                    return after;
                })
                .toList());
        return revoked;
    }

    /** One writer at a time, also of several processes. */
    private void change(UnaryOperator<List<ClientKey>> change) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path lockFile = directory.resolve(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            write(directory, change.apply(read()));
        }
    }

    private void write(Path directory, List<ClientKey> keys) throws IOException {
        StringBuilder lines = new StringBuilder();
        keys.forEach(key -> lines.append(line(key)).append('\n'));
        Path fresh = Files.createTempFile(
                directory,
                path.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(ClientKey key) {
        ObjectNode json = JsonText.object()
                .put("id", key.id())
                .put("sha256", key.sha256())
                .put("agent", key.agentId())
                .put("name", key.name())
                .put("created", key.term().createdAtMillis());
        key.term().expiresAtMillis().ifPresent(at -> json.put("expires", at));
        key.term().revokedAtMillis().ifPresent(at -> json.put("revoked", at));
        return JsonText.write(json);
    }

    private ClientKey key(String line, int number) throws IOException {
        try {
            JsonNode json = JsonText.parse(line);
            ClientKey.Term term =
                    new ClientKey.Term(json.path("created").asLong(), at(json, "expires"), at(json, "revoked"));
            return new ClientKey(
                    json.path("sha256").asText(),
                    json.path("agent").asText(),
                    json.path("name").asText(),
                    term);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("line " + number + " of " + path + " is no client key: " + e.getMessage(), e);
        }
    }

    private static Optional<Long> at(JsonNode json, String field) {
        return json.path(field).isIntegralNumber()
                ? Optional.of(json.path(field).asLong())
                : Optional.empty();
    }
}
