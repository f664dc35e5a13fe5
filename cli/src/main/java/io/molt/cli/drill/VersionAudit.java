package io.molt.cli.drill;

import io.molt.operators.lora.AdapterStore;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether versions 1 to K of every agent exist, in the store as on the topic, each one and the same. */
final class VersionAudit {

    private VersionAudit() {}

    /**
     * One sentence per difference.
     *
     * @param announced as they came; the same version may come again after a crash, never another of its number
     */
    static List<String> differences(List<AdapterVersion> announced, AdapterStore store) throws IOException {
        List<String> differences = new ArrayList<>();
        Map<String, TreeMap<Long, AdapterVersion>> byAgent = new TreeMap<>();
        for (AdapterVersion version : announced) {
            AdapterVersion before = byAgent.computeIfAbsent(version.agentId(), unseen -> new TreeMap<>())
                    .putIfAbsent(version.version(), version);
            if (before != null && !before.equals(version)) {
                differences.add(version.policy() + " was announced twice, and differently");
            }
        }
        for (Map.Entry<String, TreeMap<Long, AdapterVersion>> agent : byAgent.entrySet()) {
            long next = 1;
            for (AdapterVersion version : agent.getValue().values()) {
                if (version.version() != next) {
                    differences.add(
                            "versions of " + agent.getKey() + " go from " + (next - 1) + " to " + version.version());
                }
                next = version.version() + 1;
                var manifest = store.manifest(version.agentId(), version.version());
                if (manifest.isEmpty() || !manifest.get().equals(version)) {
                    differences.add(version.policy() + " is another in the store than on the topic");
                }
            }
            if (store.manifest(agent.getKey(), next).isPresent()) {
                differences.add(agent.getKey() + "@v" + next + " is in the store but was never announced");
            }
        }
        return differences;
    }
}
