package io.molt.jobs.kafka;

import io.molt.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
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
            List<NewTopic> missing = missing(admin).stream().map(this::topic).toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("topics could not be created: " + e.getCause(), e.getCause());
            }
        }
    }

    /** The topics that do not exist. */
    public static List<String> missing(Admin admin) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get();
            return Topics.ALL.stream()
                    .filter(topic -> !existing.contains(topic))
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka cannot be asked for its topics: " + e.getCause(), e.getCause());
        }
    }

    /** What is otherwise with the topics that exist than it would be if they were made now; one sentence each. */
    public List<String> differences(Admin admin) throws InterruptedException {
        List<String> absent = missing(admin);
        List<String> existing =
                Topics.ALL.stream().filter(topic -> !absent.contains(topic)).toList();
        try {
            Map<String, TopicDescription> topics =
                    admin.describeTopics(existing).allTopicNames().get();
            Map<ConfigResource, Config> configs = admin.describeConfigs(
                            existing.stream().map(TopicSetup::resource).toList())
                    .all()
                    .get();
            List<String> differences = new ArrayList<>();
            for (String name : existing) {
                compare(name, topics.get(name), configs.get(resource(name)), differences);
            }
            return differences;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka cannot be asked for its topics: " + e.getCause(), e.getCause());
        }
    }

    private void compare(String name, TopicDescription topic, Config config, List<String> differences) {
        if (topic.partitions().size() != partitions) {
            differences.add(name + " has " + topic.partitions().size() + " partitions, not " + partitions
                    + "; they are never changed, since keys would move");
        }
        int copies = topic.partitions().get(0).replicas().size();
        if (copies != replicas) {
            differences.add(name + " has " + copies + " replicas, not " + replicas);
        }
        settings(name).forEach((key, wanted) -> {
            String found = config.get(key).value();
            if (!wanted.equals(found)) {
                differences.add(name + " has " + key + " " + found + ", not " + wanted);
            }
        });
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private NewTopic topic(String name) {
        return new NewTopic(name, partitions, replicas).configs(settings(name));
    }

    private Map<String, String> settings(String topic) {
        Map<String, String> config = new HashMap<>();
        // As its writer chose: a broker that packed would do so with what is sealed, too, in which nothing is found.
        config.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_RECORD);
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(Math.max(1, replicas - 1)));
        if (Topics.COMPACTED.contains(topic)) {
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            long kept = topic.equals(Topics.TURNS) ? TURNS_KEPT.toMillis() : -1;
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(kept));
        }
        return config;
    }
}
