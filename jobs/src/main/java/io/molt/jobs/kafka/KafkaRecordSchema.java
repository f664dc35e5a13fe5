package io.molt.jobs.kafka;

import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes records as they are, sealed ones opened. A tombstone says nothing and is left out, and so is what was forgotten; of a
 * forgotten turn of a log its place is left.
 */
final class KafkaRecordSchema implements KafkaRecordDeserializationSchema<KafkaRecord> {

    private static final long serialVersionUID = 1;

    private final String keys;
    private transient ContentSeal seal;
    private transient Counter forgotten;

    /** Opens with the keys of a directory; an empty one opens nothing. */
    KafkaRecordSchema(String keys) {
        this.keys = keys;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        seal = ContentSeal.of(keys);
        forgotten = context.getMetricGroup().counter("recordsForgotten");
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<KafkaRecord> out) throws IOException {
        if (record.value() == null) {
            return;
        }
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        Optional<byte[]> opened = seal.open(record.value());
        if (opened.isEmpty()) {
            forgotten.inc();
            return;
        }
        out.collect(new KafkaRecord(key, record.topic(), record.partition(), record.offset(), opened.get()));
    }

    @Override
    public TypeInformation<KafkaRecord> getProducedType() {
        return TypeInformation.of(KafkaRecord.class);
    }
}
