package io.molt.cli.bench;

import io.molt.cli.stack.FlinkCluster;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.embedded.EmbeddedFlink;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.schemas.Topics;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * A job that reads the topic turns, timed.
 *
 * @param name also of its consumer group, after {@code molt-}
 * @param define builds it
 */
record BenchJob(String name, Consumer<StreamExecutionEnvironment> define) {

    private static final int SLOTS = 2;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Topics on a fresh broker. */
    static Admin prepared(EmbeddedBroker broker) throws Exception {
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()));
        TopicSetup.EMBEDDED.create(admin);
        return admin;
    }

    /**
     * ScoreJob with its usual settings.
     *
     * @param keys directory of the keys; empty to seal nothing
     */
    static BenchJob score(String brokers, String keys) {
        Settings settings = new Settings(Map.of("kafka.brokers", brokers, "keys.directory", keys));
        ScoreJobConfig config = ScoreJobConfig.from(settings);
        settings.refuseProblems();
        return new BenchJob(ScoreJob.NAME, env -> ScoreJob.define(env, config));
    }

    /**
     * Seconds from the moment all tasks run until everything that is in the topic now has been read, and what came of it is
     * committed. Offsets are committed with each checkpoint, that is every two seconds.
     */
    double secondsToTheEnd(Admin admin, Path checkpoints) throws Exception {
        forgetGroup(admin);
        try (FlinkCluster cluster = submitted(checkpoints)) {
            long began = System.nanoTime();
            Map<TopicPartition, Long> ends = ends(admin);
            while (!committed(admin).equals(ends)) {
                if (System.nanoTime() - began > PATIENCE.toNanos()
                        || !cluster.ended().isEmpty()) {
                    throw new IllegalStateException(name + " does not reach the end of " + Topics.TURNS);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    /** Seconds from submission until all tasks run again with the state of the newest checkpoint, and one more is done. */
    double secondsToRestore(Path checkpoints) throws Exception {
        long began = System.nanoTime();
        try (FlinkCluster cluster = submitted(checkpoints)) {
            cluster.checkpoint(name);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private FlinkCluster submitted(Path checkpoints) throws Exception {
        FlinkCluster cluster = FlinkCluster.start(0, SLOTS);
        try {
            var environment = StreamExecutionEnvironment.getExecutionEnvironment(
                    EmbeddedFlink.job(checkpoints, CHECKPOINTS, SLOTS));
            define.accept(environment);
            cluster.submit(name, environment);
            cluster.awaitRunning();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private String group() {
        return "molt-" + name;
    }

    private void forgetGroup(Admin admin) throws InterruptedException, ExecutionException {
        try {
            admin.deleteConsumerGroups(List.of(group())).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
    }

    private Map<TopicPartition, Long> committed(Admin admin) throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(each -> each.getKey().topic().equals(Topics.TURNS) && each.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws InterruptedException, ExecutionException {
        Set<TopicPartition> partitions =
                admin
                        .describeTopics(List.of(Topics.TURNS))
                        .allTopicNames()
                        .get()
                        .get(Topics.TURNS)
                        .partitions()
                        .stream()
                        .map(info -> new TopicPartition(Topics.TURNS, info.partition()))
                        .collect(Collectors.toSet());
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }
}
