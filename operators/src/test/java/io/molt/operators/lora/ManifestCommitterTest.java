package io.molt.operators.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.adapter.AdapterVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestCommitterTest {

    @TempDir
    private Path directory;

    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final List<AdapterVersion> announced = new ArrayList<>();

    @Test
    void versions_come_to_exist_in_their_order_and_the_time_since_the_feedback_is_shown() throws IOException {
        AdapterStore store = new AdapterStore(new MemoryFiles(directory));
        AdapterVersion first = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);
        AdapterVersion second = Batches.make(Batches.batch(2, ""), TrainingHead.of(first), SmallTrainer.free(), store);

        committer(store).commit(List.of(new Request(second), new Request(first)));

        assertThat(announced).containsExactly(first, second);
        assertThat(store.manifest("a", 2)).contains(second);
        assertThat(gauges.get("feedbackToPublishedMillis").getValue()).isEqualTo(5_000L);
    }

    @Test
    void a_version_that_is_there_already_is_announced_again_and_another_one_ends_the_job_for_good() throws IOException {
        AdapterStore store = new AdapterStore(new MemoryFiles(directory));
        AdapterVersion first = Batches.make(Batches.batch(1, ""), TrainingHead.START, SmallTrainer.free(), store);
        AdapterVersion other = Batches.make(Batches.batch(1, "EMPTY"), TrainingHead.START, SmallTrainer.free(), store);
        ManifestCommitter committer = committer(store);

        committer.commit(List.of(new Request(first)));
        committer.commit(List.of(new Request(first)));

        assertThat(announced).containsExactly(first, first);
        assertThatThrownBy(() -> committer.commit(List.of(new Request(other))))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseInstanceOf(StoreOfAnotherLog.class)
                .hasRootCauseMessage(
                        "the store memory has a@v1, which this log has not made: start with the log that made"
                                + " it, with an empty adapters.directory, or with adapters.fork=true, which moves a@v1 and"
                                + " everything newer aside");
        assertThat(announced).containsExactly(first, first);
    }

    private ManifestCommitter committer(AdapterStore store) {
        UnregisteredMetricsGroup metrics = new UnregisteredMetricsGroup() {
            @Override
            public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
                gauges.put(name, gauge);
                return gauge;
            }
        };
        return new ManifestCommitter(
                store,
                new Batches.Announcements(announced, new ArrayList<>()),
                metrics,
                Clock.fixed(Instant.ofEpochMilli(7_000), ZoneOffset.UTC));
    }

    /** A committable as Flink hands it over. */
    private record Request(AdapterVersion getCommittable) implements CommitRequest<AdapterVersion> {

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {
            throw new IllegalStateException("a version must not be dropped", t);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {
            throw new IllegalStateException("a version must not be dropped", t);
        }

        @Override
        public void retryLater() {
            throw new IllegalStateException("the job tries again, not the committer");
        }

        @Override
        public void updateAndRetryLater(AdapterVersion committable) {
            throw new IllegalStateException("a version never changes");
        }

        @Override
        public void signalAlreadyCommitted() {
            throw new IllegalStateException("the committer knows itself");
        }
    }
}
