package io.molt.jobs.kafka;

import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Builds the Kafka ends of a job. */
public final class KafkaEnds {

    private final KafkaConfig config;
    private final String job;

    /**
     * The ends of one job.
     *
     * @param job unique: names its consumer group and its transactions
     */
    public KafkaEnds(KafkaConfig config, String job) {
        this.config = config;
        this.job = job;
    }

    /** Committed records of a topic, from the job's state, or from the earliest record if it has none. */
    public Source<KafkaRecord, ?, ?> source(String... topics) {
        return KafkaSource.<KafkaRecord>builder()
                .setBootstrapServers(config.brokers())
                .setTopics(topics)
                .setGroupId("molt-" + job)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new KafkaRecordSchema(config.keys()))
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperty("partition.discovery.interval.ms", "-1")
                .build();
    }

    /** Each record once, seen with the checkpoint that made it. */
    public Sink<Encoded> exactlyOnce(String topic) {
        return transactional(new EncodedSchema(topic, config.keys()), topic);
    }

    /** What could not be used; each once. */
    public Sink<Rejected> rejected() {
        return transactional(new RejectedSchema(config.keys()), Topics.REJECTED);
    }

    /** Versioned facts: seen at once, perhaps twice. */
    public Sink<Encoded> atLeastOnce(String topic) {
        return KafkaSink.<Encoded>builder()
                .setBootstrapServers(config.brokers())
                .setRecordSerializer(new EncodedSchema(topic, config.keys()))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
                .setProperty(ProducerConfig.ACKS_CONFIG, "all")
                .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")
                .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSetup.LARGEST_RECORD)
                .build();
    }

    private <T> Sink<T> transactional(KafkaRecordSerializationSchema<T> schema, String end) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(config.brokers())
                .setRecordSerializer(schema)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setTransactionalIdPrefix("molt-" + job + "-" + end)
                .setProperty(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        String.valueOf(config.transactionTimeout().toMillis()))
                .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd")
                .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSetup.LARGEST_RECORD)
                .build();
    }
}
