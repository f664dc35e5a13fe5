package io.molt.jobs.kafka;

import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes rejected records, without a key. */
record RejectedSchema() implements KafkaRecordSerializationSchema<Rejected>, KafkaDatasetFacetProvider {

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Rejected record, KafkaSinkContext context, Long timestamp) {
        return new ProducerRecord<>(Topics.REJECTED, Codecs.REJECTED.encode(record));
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Facets.of(Topics.REJECTED);
    }
}
