package io.molt.operators.lora;

import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes versions exist, in their order, and announces each. A manifest that is already there is announced again: the
 * process may have died between the two. Never gives up on a version: any failure fails the job, which tries again.
 */
final class ManifestCommitter implements Committer<AdapterVersion> {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestCommitter.class);

    private final AdapterStore store;
    private final Announcer announcer;

    ManifestCommitter(String directory, Announcer announcer) {
        this.store = new AdapterStore(Path.of(directory));
        this.announcer = announcer;
    }

    @Override
    public void commit(Collection<CommitRequest<AdapterVersion>> requests) throws IOException {
        List<AdapterVersion> versions = requests.stream()
                .map(CommitRequest::getCommittable)
                .sorted(Comparator.comparing(AdapterVersion::agentId).thenComparingLong(AdapterVersion::version))
                .toList();
        for (AdapterVersion version : versions) {
            AdapterStore.Published published = store.publish(version);
            announcer.announce(version);
            LOG.info(
                    "adapter published adapterVersion={} status={} manifest={}",
                    version.policy(),
                    version.report().status(),
                    published);
        }
    }

    @Override
    public void close() {
        announcer.close();
    }
}
