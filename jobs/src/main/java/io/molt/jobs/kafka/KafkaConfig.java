package io.molt.jobs.kafka;

import io.molt.schemas.settings.Settings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How jobs reach Kafka.
 *
 * @param brokers host:port, several separated by commas
 * @param transactionTimeout how long an unfinished transaction survives a job that is down; what expires is lost, so this
 *     is a durability setting; at most the broker's {@code transaction.max.timeout.ms}
 * @param keys directory of the keys that content is sealed with, the same for proxies and TaskManagers; empty to seal nothing
 */
public record KafkaConfig(String brokers, Duration transactionTimeout, String keys) implements Serializable {

    private static final Duration WEEK = Duration.ofDays(7);

    public static KafkaConfig from(Settings settings) {
        return new KafkaConfig(
                settings.text("kafka.brokers"),
                settings.duration("kafka.transactionTimeout", WEEK, Duration.ofMinutes(1), WEEK),
                settings.text("keys.directory", ""));
    }
}
