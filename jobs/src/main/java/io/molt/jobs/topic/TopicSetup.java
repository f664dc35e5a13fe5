package io.molt.jobs.topic;

import io.molt.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics; one that exists is left as it is, since partitions are never raised in place. */
public final class TopicSetup {

    private static final Duration TURNS_KEPT = Duration.ofDays(7);

    private TopicSetup() {}

    /**
     * Creates what is missing.
     *
     * @param partitions of each new topic
     * @param replicas of each new topic
     * @return the topics that were created
     * @throws IllegalStateException if the broker refuses
     */
    public static List<String> create(String brokers, int partitions, short replicas) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.ALL.stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(topic -> new NewTopic(topic, partitions, replicas).configs(settings(topic)))
                    .toList();
            admin.createTopics(missing).all().get();
            return missing.stream().map(NewTopic::name).toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return List.of(); // somebody else was faster
            }
            throw new IllegalStateException("cannot create topics on " + brokers, e.getCause());
        }
    }

    static Map<String, String> settings(String topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put("compression.type", "zstd");
        if (Topics.COMPACTED.contains(topic)) {
            settings.put("cleanup.policy", "compact");
        } else {
            settings.put("cleanup.policy", "delete");
            settings.put("retention.ms", topic.equals(Topics.TURNS) ? String.valueOf(TURNS_KEPT.toMillis()) : "-1");
        }
        return settings;
    }
}
