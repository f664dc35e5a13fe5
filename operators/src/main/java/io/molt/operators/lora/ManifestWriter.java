package io.molt.operators.lora;

import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Hands manifests to the committer; keeps nothing over a checkpoint. */
final class ManifestWriter implements CommittingSinkWriter<TrainingItem, AdapterVersion> {

    private final List<AdapterVersion> made = new ArrayList<>();

    @Override
    public void write(TrainingItem item, Context context) {
        try {
            made.add(Codecs.ADAPTERS.decode(item.bytes()));
        } catch (UnreadableRecord e) {
            throw new IllegalStateException("a manifest between trainer and committer is broken", e);
        }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public Collection<AdapterVersion> prepareCommit() {
        List<AdapterVersion> ready = List.copyOf(made);
        made.clear();
        return ready;
    }

    @Override
    public void close() {}
}
