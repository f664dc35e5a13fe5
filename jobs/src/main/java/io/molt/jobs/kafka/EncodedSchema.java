package io.molt.jobs.kafka;

import io.molt.operators.wire.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes encoded records to one topic; Kafka chooses the partition by the key. */
record EncodedSchema(String topic) implements KafkaRecordSerializationSchema<Encoded>, KafkaDatasetFacetProvider {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Encoded record, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(topic, record.key().getBytes(StandardCharsets.UTF_8), record.value());
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Facets.of(topic);
    }
}
