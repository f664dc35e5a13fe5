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
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Adapter versions: {@code <agent>/v000007.json} is the manifest, {@code <agent>/v000007.<8 hex>/} the data, named for its
 * content. A version exists when its manifest does; only cleaning up reads a directory listing.
 *
 * @param files where everything lies
 */
public record AdapterStore(StoreFiles files) {

    /** What became of a manifest. */
    public enum Published {
        WRITTEN,
        ALREADY_THERE
    }

    /** Where a store lies; travels with the job. */
    public interface Location extends Serializable {
        AdapterStore open();

        /** True to move versions aside that another log made; false to refuse to go on. */
        boolean fork();
    }

    /** A store in a directory of this machine. */
    public AdapterStore(Path root) {
        this(new LocalFiles(root));
    }

    /**
     * Writes the data of a version; the same content gets the same directory.
     *
     * @param baseModel what adapter_config.json says the adapter belongs to
     */
    public AdapterFiles write(String agentId, long version, LearnerState learner, String baseModel) throws IOException {
        Path prepared = files.prepare(StoreNames.agent(agentId));
        try {
            List<FileDigest> digests = AdapterDirectory.write(prepared, learner, baseModel);
            AdapterFiles made = new AdapterFiles(StoreNames.data(agentId, version, digests), digests);
            if (!holds(made)) {
                files.place(prepared, made.directory());
            }
            return made;
        } finally {
            DurableFiles.deleteTree(prepared);
        }
    }

    /** What the next step starts from; empty if it is not kept any more. */
    public Optional<LearnerState> learner(AdapterFiles version) throws IOException {
        Optional<byte[]> bytes = files.read(version.directory() + "/" + AdapterDirectory.LEARNER);
        return bytes.isPresent() ? Optional.of(AdapterDirectory.readLearner(bytes.get())) : Optional.empty();
    }

    /** True if every file is there with the content that was written. */
    public boolean holds(AdapterFiles version) throws IOException {
        for (FileDigest file : version.files()) {
            Optional<byte[]> bytes = files.read(version.directory() + "/" + file.name());
            if (bytes.isEmpty() || !DurableFiles.sha256(bytes.get()).equals(file.sha256())) {
                return false;
            }
        }
        return true;
    }

    /** True if a file is there that has not the content that was written; one that is not kept any more does no harm. */
    public boolean damaged(AdapterFiles version) throws IOException {
        for (FileDigest file : version.files()) {
            Optional<byte[]> bytes = files.read(version.directory() + "/" + file.name());
            if (bytes.isPresent() && !DurableFiles.sha256(bytes.get()).equals(file.sha256())) {
                return true;
            }
        }
        return false;
    }

    /** The manifest of a version, if the version exists. */
    public Optional<AdapterVersion> manifest(String agentId, long version) throws IOException {
        String path = StoreNames.manifest(agentId, version);
        Optional<byte[]> bytes = files.read(path);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Codecs.ADAPTERS.fromJson(new String(bytes.get(), StandardCharsets.UTF_8)));
        } catch (UnreadableRecord e) {
            throw new IOException("manifest " + path + " in " + files.name() + " cannot be read", e);
        }
    }

    /** The manifests of all versions, in order. */
    public List<AdapterVersion> versions(String agentId) throws IOException {
        return versions(agentId, 1);
    }

    /** The manifests of a version and of all after it, in order; none if it does not exist. */
    public List<AdapterVersion> versions(String agentId, long from) throws IOException {
        List<AdapterVersion> versions = new ArrayList<>();
        for (Optional<AdapterVersion> next = manifest(agentId, from);
                next.isPresent();
                next = manifest(agentId, from + versions.size())) {
            versions.add(next.get());
        }
        return versions;
    }

    /**
     * Makes a version exist.
     *
     * @throws StoreOfAnotherLog if another version of this number exists
     */
    public Published publish(AdapterVersion version) throws IOException {
        Optional<AdapterVersion> existing = manifest(version.agentId(), version.version());
        if (existing.isPresent()) {
            if (existing.get().equals(version)) {
                return Published.ALREADY_THERE;
            }
            throw new StoreOfAnotherLog(files.name(), existing.get());
        }
        files.write(StoreNames.manifest(version.agentId(), version.version()), json(version));
        return Published.WRITTEN;
    }

    /**
     * Moves the manifests of a version and of all after it aside, to {@code <agent>/forked/<8 hex>/}; their data stays. The
     * oldest goes last: what was begun and not ended is found again.
     */
    public void fork(String agentId, long from) throws IOException {
        List<AdapterVersion> left = versions(agentId, from);
        if (left.isEmpty()) {
            return;
        }
        String label = DurableFiles.sha256(json(left.get(0))).substring(0, 8);
        Collections.reverse(left);
        for (AdapterVersion version : left) {
            String aside =
                    StoreNames.agent(agentId) + "/forked/" + label + "/" + StoreNames.manifest(version.version());
            files.write(aside, json(version));
            files.delete(StoreNames.manifest(agentId, version.version()));
        }
    }

    /** Versions whose files are kept whatever their age. */
    public SortedSet<Long> pins(String agentId) throws IOException {
        return new Pins(files, agentId).read();
    }

    /** Keeps a version's files. For one writer at a time. */
    public void pin(String agentId, long version) throws IOException {
        new Pins(files, agentId).add(Pins.Why.PINNED, version);
    }

    /** Keeps the files of a version that a rollback goes to, for good: the next steps start from it. For one writer at a time. */
    public void pinForRollback(String agentId, long version) throws IOException {
        new Pins(files, agentId).add(Pins.Why.ROLLED_BACK_TO, version);
    }

    /** Lets the files of pinned versions go when their time comes, but for those that a rollback goes to. */
    public void unpin(String agentId) throws IOException {
        new Pins(files, agentId).clear(Pins.Why.PINNED);
    }

    /** The agent's name as one path segment that no name can leave: everything unusual as {@code %41}; names that would be
     * too long for a file system end in a digest instead. */
    public static String encoded(String agentId) {
        return StoreNames.agent(agentId);
    }

    private static byte[] json(AdapterVersion version) {
        return Codecs.ADAPTERS.toJson(version).getBytes(StandardCharsets.UTF_8);
    }
}
