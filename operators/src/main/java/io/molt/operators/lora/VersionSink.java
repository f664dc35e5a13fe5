package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.adapter.AdapterVersion;
import java.time.Clock;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Manifests in, versions in the store: the writer only passes them on, the committer makes versions exist and announces
 * them.
 */
public final class VersionSink implements Sink<TrainingItem>, SupportsCommitter<AdapterVersion> {

    private final AdapterStore.Location location;
    private final Announcer.Factory announcers;

    /**
     * A sink.
     *
     * @param location of the adapter store
     */
    public VersionSink(AdapterStore.Location location, Announcer.Factory announcers) {
        this.location = location;
        this.announcers = announcers;
    }

    @Override
    public SinkWriter<TrainingItem> createWriter(WriterInitContext context) {
        return new ManifestWriter();
    }

    @Override
    public Committer<AdapterVersion> createCommitter(CommitterInitContext context) {
        return new ManifestCommitter(location.open(), announcers.create(), context.metricGroup(), Clock.systemUTC());
    }

    @Override
    public SimpleVersionedSerializer<AdapterVersion> getCommittableSerializer() {
        return new ManifestSerializer();
    }
}
