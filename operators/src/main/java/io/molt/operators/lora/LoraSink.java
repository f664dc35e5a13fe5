package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.adapter.AdapterVersion;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Batches in, adapter versions in the store: {@code batches.sinkTo(new LoraSink(...)).uid("lora-sink")}. The trainer sits
 * in the pre-write topology, the rest is that of {@link VersionSink}.
 */
public final class LoraSink
        implements Sink<TrainingItem>, SupportsPreWriteTopology<TrainingItem>, SupportsCommitter<AdapterVersion> {

    private final TrainerFactory trainers;
    private final AdapterStore.Location location;
    private final Announcer.Factory announcers;
    private final VersionSink versions;

    /**
     * A sink.
     *
     * @param location of the adapter store
     */
    public LoraSink(TrainerFactory trainers, AdapterStore.Location location, Announcer.Factory announcers) {
        this.trainers = trainers;
        this.location = location;
        this.announcers = announcers;
        this.versions = new VersionSink(location, announcers);
    }

    @Override
    public DataStream<TrainingItem> addPreWriteTopology(DataStream<TrainingItem> batches) {
        boolean inline = batches.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
                == RuntimeExecutionMode.BATCH;
        return batches.keyBy(TrainingItem::agentId)
                .process(new TrainAdapter(trainers, location, announcers, inline, TrainAdapter.Beginning.OF_THE_LOG))
                .name("train adapter")
                .uid("train-adapter");
    }

    @Override
    public SinkWriter<TrainingItem> createWriter(WriterInitContext context) {
        return versions.createWriter(context);
    }

    @Override
    public Committer<AdapterVersion> createCommitter(CommitterInitContext context) {
        return versions.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<AdapterVersion> getCommittableSerializer() {
        return versions.getCommittableSerializer();
    }
}
