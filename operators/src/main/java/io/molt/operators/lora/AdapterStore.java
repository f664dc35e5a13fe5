package io.molt.operators.lora;

import io.molt.policy.adapter.AdapterDirectory;
import io.molt.policy.adapter.LearnerState;
import io.molt.policy.files.DurableFiles;
import io.molt.schemas.adapter.AdapterFiles;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.FileDigest;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adapter versions in a file system: {@code <agent>/v000007.json} is the manifest, {@code <agent>/v000007.<8 hex>/} the
 * data, named for its content. A version exists when its manifest does; nothing reads a directory listing.
 *
 * @param root where everything lies
 */
public record AdapterStore(Path root) {

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    /** File systems take 255 bytes; what else a name gets must fit too. */
    private static final int LONGEST_NAME = 180;

    private static final int DIGEST_CHARS = 32;

    /** What became of a manifest. */
    public enum Published {
        WRITTEN,
        ALREADY_THERE
    }

    /**
     * Writes the data of a version, whole or not at all; the same content gets the same directory.
     *
     * @param baseModel what adapter_config.json says the adapter belongs to
     */
    public AdapterFiles write(String agentId, long version, LearnerState learner, String baseModel) throws IOException {
        Path agent = root.resolve(encoded(agentId));
        Files.createDirectories(agent);
        Path writing = Files.createTempDirectory(agent, ".writing-");
        List<FileDigest> files = AdapterDirectory.write(writing, learner, baseModel);
        String name = number(version) + "." + contentName(files);
        Path directory = agent.resolve(name);
        if (Files.exists(directory) && AdapterDirectory.matches(directory, files)) {
            deleteTree(writing);
        } else {
            deleteTree(directory);
            Files.move(writing, directory, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flushDirectory(agent);
        }
        return new AdapterFiles(encoded(agentId) + "/" + name, files);
    }

    /** What the next step starts from; {@code directory} as {@link AdapterFiles} names it. */
    public LearnerState learner(AdapterFiles files) throws IOException {
        return AdapterDirectory.readLearner(resolve(files.directory()));
    }

    /** Where a directory of {@link AdapterFiles} lies. */
    public Path resolve(String directory) {
        Path path = root.resolve(directory).normalize();
        if (!path.startsWith(root.normalize())) {
            throw new IllegalArgumentException(directory + " lies outside of the adapter store");
        }
        return path;
    }

    /** The manifest of a version, if the version exists. */
    public Optional<AdapterVersion> manifest(String agentId, long version) throws IOException {
        Path path = manifestPath(agentId, version);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Codecs.ADAPTERS.fromJson(Files.readString(path)));
        } catch (UnreadableRecord e) {
            throw new IOException("manifest " + path + " cannot be read", e);
        }
    }

    /**
     * Makes a version exist.
     *
     * @throws IllegalStateException if another version of this number exists
     */
    public Published publish(AdapterVersion version) throws IOException {
        Optional<AdapterVersion> existing = manifest(version.agentId(), version.version());
        if (existing.isPresent()) {
            if (existing.get().equals(version)) {
                return Published.ALREADY_THERE;
            }
            throw new IllegalStateException("the store " + root + " already has another " + version.policy()
                    + "; it belongs to another log: start with an empty adapters.directory");
        }
        Path path = manifestPath(version.agentId(), version.version());
        Files.createDirectories(path.getParent());
        DurableFiles.write(path, Codecs.ADAPTERS.toJson(version).getBytes(StandardCharsets.UTF_8));
        return Published.WRITTEN;
    }

    private Path manifestPath(String agentId, long version) {
        return root.resolve(encoded(agentId)).resolve(number(version) + ".json");
    }

    private static String number(long version) {
        return String.format("v%06d", version);
    }

    /**
     * The agent's name as one path segment that no name can leave: everything unusual as {@code %41}; names that would be
     * too long for a file system end in a digest instead.
     */
    public static String encoded(String agentId) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : agentId.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf(each) >= 0;
            encoded.append(plain ? String.valueOf((char) each) : String.format("%%%02X", each));
        }
        return encoded.length() <= LONGEST_NAME
                ? encoded.toString()
                : encoded.substring(0, LONGEST_NAME - DIGEST_CHARS - 1) + "-" + digest(agentId);
    }

    private static String digest(String agentId) {
        byte[] bytes = sha256().digest(agentId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(bytes, 0, DIGEST_CHARS / 2);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String contentName(List<FileDigest> files) {
        MessageDigest digest = sha256();
        for (FileDigest file : files) {
            digest.update((file.name() + file.sha256()).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 4);
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
