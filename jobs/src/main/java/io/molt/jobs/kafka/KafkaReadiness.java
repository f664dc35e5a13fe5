package io.molt.jobs.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** Whether a Kafka is as the jobs need it; asked before a job starts, since Flink would try for ever. */
public final class KafkaReadiness {

    /** What brokers call the longest transaction that they allow, milliseconds. */
    private static final String LONGEST_TRANSACTION = "transaction.max.timeout.ms";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private KafkaReadiness() {}

    /**
     * Fails if a job could not run.
     *
     * @throws IllegalStateException names all problems and what to do about each
     */
    public static void require(KafkaConfig config) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.brokers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(PATIENCE.toMillis())))) {
            List<String> missing = TopicSetup.missing(admin);
            if (!missing.isEmpty()) {
                problems.add("topics are missing: " + String.join(", ", missing) + "; run molt topics create --brokers "
                        + config.brokers());
            }
            transactionProblem(admin, config.transactionTimeout()).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("Kafka is not ready:\n  " + String.join("\n  ", problems));
        }
    }

    /** Says so if a broker allows only shorter transactions: a sink of such a job could never write. */
    public static Optional<String> transactionProblem(Admin admin, Duration wanted) throws InterruptedException {
        for (Map.Entry<String, Duration> broker : longestTransactions(admin).entrySet()) {
            if (broker.getValue().compareTo(wanted) < 0) {
                return Optional.of(
                        "broker " + broker.getKey() + " allows transactions of " + broker.getValue()
                                + " (" + LONGEST_TRANSACTION + "), but kafka.transactionTimeout is " + wanted
                                + "; raise the one, or lower the other: what a job that is down for longer has not committed is lost");
            }
        }
        return Optional.empty();
    }

    private static Map<String, Duration> longestTransactions(Admin admin) throws InterruptedException {
        try {
            List<ConfigResource> brokers = new ArrayList<>();
            for (Node node : admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                brokers.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString()));
            }
            Map<String, Duration> longest = new java.util.TreeMap<>();
            for (Map.Entry<ConfigResource, Config> each :
                    admin.describeConfigs(brokers).all().get().entrySet()) {
                String millis = each.getValue().get(LONGEST_TRANSACTION).value();
                longest.put(each.getKey().name(), Duration.ofMillis(Long.parseLong(millis)));
            }
            return longest;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka cannot be asked how long transactions may last: " + e, e);
        }
    }
}
