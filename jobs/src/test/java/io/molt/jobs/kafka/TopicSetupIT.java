package io.molt.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSetupIT {

    private static final short ONE = 1;

    @Test
    void topics_are_made_once_and_a_kafka_that_is_not_ready_says_what_it_lacks(@TempDir Path directory)
            throws Exception {
        TopicSetup setup = new TopicSetup(3, ONE);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
            KafkaConfig config = new KafkaConfig(broker.brokers(), Duration.ofDays(7), "");
            assertThatThrownBy(() -> KafkaReadiness.require(config))
                    .hasMessageContaining("topics are missing: molt.turns")
                    .hasMessageContaining("molt topics create");

            setup.create(admin);
            setup.create(admin);

            assertThat(TopicSetup.missing(admin)).isEmpty();
            assertThat(setup.differences(admin)).isEmpty();
            assertThat(new TopicSetup(5, ONE).differences(admin))
                    .hasSize(Topics.ALL.size())
                    .first()
                    .asString()
                    .contains("has 3 partitions, not 5");
            KafkaReadiness.require(config);
            assertThatThrownBy(() -> KafkaReadiness.require(new KafkaConfig(broker.brokers(), Duration.ofDays(8), "")))
                    .hasMessageContaining("allows transactions of PT168H")
                    .hasMessageContaining("kafka.transactionTimeout is PT192H");
        }
    }
}
