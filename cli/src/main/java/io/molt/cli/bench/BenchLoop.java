package io.molt.cli.bench;

import io.molt.cli.stack.FlinkCluster;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.embedded.EmbeddedFlink;
import io.molt.jobs.kafka.KafkaAnnouncer;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.LearnJobConfig;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.operators.lora.LoraSink;
import io.molt.operators.lora.TrainerFactory;
import io.molt.schemas.Topics;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * ScoreJob and LearnJob on a Kafka, in this process: all that lies between feedback and the version that learned from it is
 * molt's own, but for the trainer. Every example is a batch, and a checkpoint comes each second.
 *
 * @param broker Kafka
 * @param flink both jobs
 * @param turns what agents do
 * @param announcements what comes of it
 */
record BenchLoop(EmbeddedBroker broker, FlinkCluster flink, FeedbackTurns turns, Announcements announcements)
        implements AutoCloseable {

    private static final int PARALLELISM = 2;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

    /**
     * Starts both jobs.
     *
     * @param judging settings of the judge
     */
    static BenchLoop start(Path directory, TrainerFactory trainer, Map<String, String> judging) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        BenchJob.prepared(broker).close();
        FlinkCluster flink = FlinkCluster.start(0, 2 * PARALLELISM);
        var loop =
                new BenchLoop(broker, flink, new FeedbackTurns(broker.brokers()), new Announcements(broker.brokers()));
        try {
            loop.submit(directory, trainer, judging);
            return loop;
        } catch (Exception e) {
            loop.close();
            throw e;
        }
    }

    private void submit(Path directory, TrainerFactory trainer, Map<String, String> judging) throws Exception {
        Map<String, String> given = new HashMap<>(judging);
        given.put("kafka.brokers", broker.brokers());
        given.put("adapters.directory", directory.resolve("adapters").toString());
        given.put("batch.size", "1");
        given.put("batch.minSize", "1");
        given.put("skills.enabled", "false");
        Settings settings = new Settings(given);
        ScoreJobConfig score = ScoreJobConfig.from(settings);
        LearnJobConfig learn = LearnJobConfig.from(settings);
        settings.refuseProblems();
        submit(directory, ScoreJob.NAME, env -> ScoreJob.define(env, score));
        KafkaEnds kafka = new KafkaEnds(learn.kafka(), LearnJob.NAME);
        var sinks = new LearnJob.Sinks(
                kafka.atLeastOnce(Topics.SKILLS),
                new LoraSink(trainer, learn.adapters(), KafkaAnnouncer.of(learn.kafka())));
        submit(directory, LearnJob.NAME, env -> LearnJob.define(env, kafka.source(Topics.SCORED), sinks, learn));
        flink.awaitRunning();
    }

    private void submit(Path directory, String name, Consumer<StreamExecutionEnvironment> define) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(
                EmbeddedFlink.job(directory.resolve(name), CHECKPOINTS, PARALLELISM));
        define.accept(environment);
        flink.submit(name, environment);
    }

    @Override
    public void close() throws Exception {
        turns.close();
        announcements.close();
        flink.close();
        broker.close();
    }
}
