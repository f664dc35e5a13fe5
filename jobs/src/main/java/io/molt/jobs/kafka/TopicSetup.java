package io.molt.jobs.kafka;

import io.molt.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the topics that are not there yet. Partitions of a topic that exists are never changed: keys would move.
 *
 * @param partitions of each new topic
 * @param replicas of each new topic
 */
public record TopicSetup(int partitions, short replicas) {

    /** One broker in this JVM. */
    public static final TopicSetup EMBEDDED = new TopicSetup(2, (short) 1);

    private static final Duration TURNS_KEPT = Duration.ofDays(7);
    /** Above a whole body piece of 512 kB in the worst encoding, and above a step's manifest. */
    static final String LARGEST_RECORD = String.valueOf(4 << 20);

    /** Makes what is missing and leaves the rest alone. */
    public void create(Admin admin) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = Topics.ALL.stream()
                    .filter(topic -> !existing.contains(topic))
                    .map(this::topic)
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("topics could not be created", e.getCause());
            }
        }
    }

    private NewTopic topic(String name) {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD);
        if (Topics.COMPACTED.contains(name)) {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            long kept = name.equals(Topics.TURNS) ? TURNS_KEPT.toMillis() : -1;
            config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(kept));
        }
        return new NewTopic(name, partitions, replicas).configs(config);
    }
}
