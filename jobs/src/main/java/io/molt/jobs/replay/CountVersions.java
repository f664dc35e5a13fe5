package io.molt.jobs.replay;

import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Topics;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Manifests as records of their topic; accumulator {@code versions}. */
final class CountVersions extends RichMapFunction<TrainingItem, KafkaRecord> {

    private final LongCounter versions = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator("versions", versions);
    }

    @Override
    public KafkaRecord map(TrainingItem manifest) {
        versions.add(1);
        return new KafkaRecord(manifest.agentId(), Topics.ADAPTERS, 0, manifest.version(), manifest.bytes());
    }
}
