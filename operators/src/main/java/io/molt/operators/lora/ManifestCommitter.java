package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes versions exist, in their order, and announces each; then cleans up. A manifest that is already there is announced
 * again: the process may have died between the two. Never gives up on a version: any failure fails the job, which tries
 * again; but a store of another log ends it, since it stays one. What cannot be cleaned up waits for the next version.
 *
 * <p>Counters {@code published} and {@code cleaningFailed}; gauge {@code feedbackToPublishedMillis}: from the log entry
 * that completed the last batch to its version.
 */
final class ManifestCommitter implements Committer<AdapterVersion> {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestCommitter.class);

    private final AdapterStore store;
    private final Announcer announcer;
    private final StoreCleaning cleaning;
    private final Clock clock;
    private final Counter made;
    private final Counter cleaningFailed;
    private long feedbackToPublishedMillis;

    ManifestCommitter(AdapterStore store, Announcer announcer, MetricGroup metrics, Clock clock) {
        this.store = store;
        this.announcer = announcer;
        this.cleaning = new StoreCleaning(store, Retention.USUAL, clock);
        this.clock = clock;
        this.made = metrics.counter("published");
        this.cleaningFailed = metrics.counter("cleaningFailed");
        metrics.gauge("feedbackToPublishedMillis", (Gauge<Long>) () -> feedbackToPublishedMillis);
    }

    @Override
    public void commit(Collection<CommitRequest<AdapterVersion>> requests) throws IOException {
        List<AdapterVersion> versions = requests.stream()
                .map(CommitRequest::getCommittable)
                .sorted(Comparator.comparing(AdapterVersion::agentId).thenComparingLong(AdapterVersion::version))
                .toList();
        Map<String, Long> newest = new TreeMap<>();
        for (AdapterVersion version : versions) {
            AdapterStore.Published published = publish(version);
            announcer.announce(version);
            if (published == AdapterStore.Published.WRITTEN) {
                made.inc();
                feedbackToPublishedMillis =
                        clock.millis() - version.lineage().foldPoint().atMillis();
            }
            newest.put(version.agentId(), version.version());
            LOG.info(
                    "adapter published adapterVersion={} status={} manifest={}",
                    version.policy(),
                    version.report().status(),
                    published);
        }
        newest.forEach(this::clean);
    }

    private AdapterStore.Published publish(AdapterVersion version) throws IOException {
        try {
            return store.publish(version);
        } catch (StoreOfAnotherLog e) {
            throw new SuppressRestartsException(e);
        }
    }

    private void clean(String agentId, long newest) {
        try {
            cleaning.clean(agentId, newest);
        } catch (IOException e) {
            cleaningFailed.inc();
            LOG.warn("adapter store not cleaned adapterVersion={}@v{}", agentId, newest, e);
        }
    }

    @Override
    public void close() {
        announcer.close();
    }
}
