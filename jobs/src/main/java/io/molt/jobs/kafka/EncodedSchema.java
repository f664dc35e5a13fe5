package io.molt.jobs.kafka;

import io.molt.operators.wire.Encoded;
import io.molt.schemas.Topics;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes encoded records to one topic, turns of a log sealed; Kafka chooses the partition by the key. */
final class EncodedSchema implements KafkaRecordSerializationSchema<Encoded>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    private final String topic;
    private final String keys;
    private transient ContentSeal seal;

    /** Seals with the keys of a directory; an empty one seals nothing. */
    EncodedSchema(String topic, String keys) {
        this.topic = topic;
        this.keys = keys;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
        seal = ContentSeal.of(keys);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Encoded record, KafkaSinkContext context, Long timestamp) {
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] value = topic.equals(Topics.SCORED) ? seal.sealEntry(record.value()) : record.value();
            return new ProducerRecord<>(topic, key, value);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of the log cannot be sealed", e);
        }
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Facets.of(topic);
    }
}
