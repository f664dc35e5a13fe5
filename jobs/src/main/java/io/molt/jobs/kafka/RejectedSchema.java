package io.molt.jobs.kafka;

import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes rejected records, without a key; their bytes sealed again, for the job had opened them. */
final class RejectedSchema implements KafkaRecordSerializationSchema<Rejected>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    private final String keys;
    private transient ContentSeal seal;

    /** Seals with the keys of a directory; an empty one seals nothing. */
    RejectedSchema(String keys) {
        this.keys = keys;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
        seal = ContentSeal.of(keys);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(Rejected record, KafkaSinkContext context, Long timestamp) {
        try {
            Rejected sealed = new Rejected(
                    record.reason(),
                    record.detail(),
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    seal.sealAgain(record.value()));
            return new ProducerRecord<>(Topics.REJECTED, Codecs.REJECTED.encode(sealed));
        } catch (IOException e) {
            throw new UncheckedIOException("a rejected record cannot be sealed", e);
        }
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Facets.of(Topics.REJECTED);
    }
}
