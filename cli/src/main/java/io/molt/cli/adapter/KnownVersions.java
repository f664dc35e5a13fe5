package io.molt.cli.adapter;

import io.molt.cli.topic.TopicSnapshot;
import io.molt.operators.lora.AdapterStore;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.codec.Codecs;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Every version that was announced.
 *
 * @param byAgent by name, then by number
 */
record KnownVersions(Map<String, NavigableMap<Long, AdapterVersion>> byAgent) {

    static KnownVersions read(String brokers) {
        return of(TopicSnapshot.read(brokers, Topics.ADAPTERS, Codecs.ADAPTERS));
    }

    static KnownVersions of(Iterable<AdapterVersion> announced) {
        Map<String, NavigableMap<Long, AdapterVersion>> byAgent = new TreeMap<>();
        for (AdapterVersion version : announced) {
            byAgent.computeIfAbsent(version.agentId(), unseen -> new TreeMap<>())
                    .put(version.version(), version);
        }
        return new KnownVersions(byAgent);
    }

    /** Of one agent, by number. */
    NavigableMap<Long, AdapterVersion> of(String agentId) {
        return byAgent.getOrDefault(agentId, new TreeMap<>());
    }

    /**
     * A version that exists.
     *
     * @throws IllegalArgumentException if it does not
     */
    AdapterVersion require(String agentId, long number) {
        NavigableMap<Long, AdapterVersion> versions = of(agentId);
        AdapterVersion version = versions.get(number);
        if (version == null) {
            throw new IllegalArgumentException("there is no " + agentId + "@v" + number
                    + (versions.isEmpty()
                            ? "; the agent has learned nothing yet"
                            : "; there are v" + versions.firstKey() + " to v" + versions.lastKey()));
        }
        return version;
    }

    /**
     * A version that has weights of its own.
     *
     * @throws IllegalArgumentException if it was skipped or refused; names the nearest earlier one that was not
     */
    AdapterVersion accepted(String agentId, long number) throws IOException {
        AdapterVersion version = require(agentId, number);
        if (version.report().status() != VersionStatus.ACCEPTED) {
            throw new IllegalArgumentException(
                    version.policy() + " was " + version.report().status()
                            + "; the nearest earlier one with weights is " + nearest(agentId, number, each -> true));
        }
        return version;
    }

    /**
     * Looks whether an accepted version can be used.
     *
     * @param needed what it must still have to be served, or to be trained from
     * @throws IllegalArgumentException if it has not; names the nearest earlier one that has
     */
    void requireKept(String agentId, long number, Kept needed, AdapterStore store) throws IOException {
        AdapterVersion wanted = accepted(agentId, number);
        if (!Kept.of(store, wanted).includes(needed)) {
            throw new IllegalArgumentException(wanted.policy()
                    + (needed == Kept.EVERYTHING
                            ? " cannot be trained from: its learner.arrow is"
                            : " cannot be served: its files are")
                    + " not kept any more; the nearest earlier one is "
                    + nearest(agentId, number, each -> Kept.of(store, each).includes(needed)));
        }
    }

    /** Something that may have to read files. */
    private interface Condition {
        boolean holds(AdapterVersion version) throws IOException;
    }

    /** The newest accepted version before {@code number} for which this is true; v0, the base policy, always can. */
    private String nearest(String agentId, long number, Condition condition) throws IOException {
        for (AdapterVersion version :
                byAgent.get(agentId).headMap(number, false).descendingMap().values()) {
            if (version.report().status() == VersionStatus.ACCEPTED && condition.holds(version)) {
                return "v" + version.version();
            }
        }
        return "v0, the base policy";
    }
}
