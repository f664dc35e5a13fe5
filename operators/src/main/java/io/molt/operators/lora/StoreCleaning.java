package io.molt.operators.lora;

import io.molt.operators.lora.Retention.Stored;
import io.molt.policy.adapter.AdapterDirectory;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Removes what {@link Retention} does not keep. Looks at nothing that is newer than the newest published version: that data
 * may belong to a manifest that is about to be written. Manifests stay for ever.
 */
final class StoreCleaning {

    private static final String WRITING = ".writing-";

    private final AdapterStore store;
    private final Retention retention;
    private final Clock clock;
    /** By agent; what a manifest of a published version says never changes. */
    private final Map<String, SortedMap<Long, Stored>> known = new HashMap<>();

    StoreCleaning(AdapterStore store, Retention retention, Clock clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Cleans up after a version.
     *
     * @param newest the newest version of the agent that is published
     */
    void clean(String agentId, long newest) throws IOException {
        String agent = StoreNames.agent(agentId);
        Map<String, StoreFiles.Entry> data = new TreeMap<>();
        for (StoreFiles.Entry entry : store.files().list(agent)) {
            OptionalLong version = StoreNames.version(entry.name());
            if (version.isPresent() && version.getAsLong() <= newest) {
                data.put(agent + "/" + entry.name(), entry);
            } else if (entry.name().startsWith(WRITING) && isOld(entry)) {
                store.files().delete(agent + "/" + entry.name());
            }
        }
        Set<Long> pinned = store.pins(agentId);
        SortedMap<Long, Stored> versions = known.computeIfAbsent(agentId, name -> new TreeMap<>());
        for (long version = Math.max(1, newest - retention.weights() + 1); version <= newest; version++) {
            learn(agentId, version, versions);
        }
        for (long version : pinned) {
            // A newer one may still be moved aside by a fork.
            if (version <= newest) {
                learn(agentId, version, versions);
            }
        }
        for (StoreFiles.Entry entry : data.values()) {
            learn(agentId, StoreNames.version(entry.name()).orElseThrow(), versions);
        }
        remove(agent, data, versions, retention.keep(versions.values(), pinned));
        forgetOld(versions, newest, pinned, data);
    }

    private void remove(
            String agent, Map<String, StoreFiles.Entry> data, SortedMap<Long, Stored> versions, Retention.Kept kept)
            throws IOException {
        Set<String> referred =
                Set.copyOf(versions.values().stream().map(Stored::directory).toList());
        for (Map.Entry<String, StoreFiles.Entry> each : data.entrySet()) {
            String directory = each.getKey();
            boolean learner = kept.learners().contains(directory);
            boolean weights = kept.weights().contains(directory);
            if (!referred.contains(directory)) {
                if (isOld(each.getValue()) && !isForked(agent, directory)) {
                    store.files().delete(directory);
                }
            } else if (!learner && !weights) {
                store.files().delete(directory);
            } else if (!learner) {
                store.files().delete(directory + "/" + AdapterDirectory.LEARNER);
            } else if (!weights) {
                store.files().delete(directory + "/" + AdapterDirectory.WEIGHTS);
            }
        }
    }

    /** True if a manifest that was moved aside refers to the directory. */
    private boolean isForked(String agent, String directory) throws IOException {
        String name = directory.substring(agent.length() + 1);
        long version = StoreNames.version(name).orElseThrow();
        for (StoreFiles.Entry fork : store.files().list(agent + "/forked")) {
            String manifest = agent + "/forked/" + fork.name() + "/" + StoreNames.manifest(version);
            if (store.files().read(manifest).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean isOld(StoreFiles.Entry entry) {
        return clock.millis() - entry.modifiedMillis() > retention.orphans().toMillis();
    }

    private void learn(String agentId, long version, SortedMap<Long, Stored> versions) throws IOException {
        if (versions.containsKey(version)) {
            return;
        }
        Optional<AdapterVersion> manifest = store.manifest(agentId, version);
        manifest.ifPresent(each -> versions.put(
                version,
                new Stored(
                        version,
                        each.lineage().foldPoint().atMillis(),
                        each.files().directory())));
    }

    /** Keeps memory to what the next cleaning asks for. */
    private void forgetOld(
            SortedMap<Long, Stored> versions, long newest, Set<Long> pinned, Map<String, StoreFiles.Entry> data) {
        List<Stored> old =
                List.copyOf(versions.headMap(newest - retention.weights() + 1).values());
        for (Stored each : old) {
            if (!pinned.contains(each.version()) && !data.containsKey(each.directory())) {
                versions.remove(each.version());
            }
        }
    }
}
