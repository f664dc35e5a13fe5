package io.molt.jobs.learn;

import io.molt.jobs.JobMain;
import io.molt.jobs.kafka.KafkaAnnouncer;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.learn.FoldLog;
import io.molt.operators.lora.LoraSink;
import io.molt.operators.lora.TrainerFactory;
import io.molt.operators.skill.CorrectionEvolver;
import io.molt.operators.skill.EvolveSkills;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Topics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The agents' logs in; skills and adapter versions out. */
public final class LearnJob {

    /** Names the job's state, its consumer group and its transactions. */
    public static final String NAME = "learn";

    private LearnJob() {}

    /**
     * Where results go.
     *
     * @param skills the topic skills
     * @param adapters the adapter store, and the topic adapters
     */
    public record Sinks(Sink<Encoded> skills, Sink<TrainingItem> adapters) {}

    /** The job on Kafka, with the trainer of the configured policy. */
    public static void define(StreamExecutionEnvironment env, LearnJobConfig config) {
        KafkaEnds kafka = new KafkaEnds(config.kafka(), NAME);
        define(
                env,
                kafka.source(Topics.SCORED),
                new Sinks(
                        kafka.atLeastOnce(Topics.SKILLS),
                        new LoraSink(trainer(config), config.adapters(), KafkaAnnouncer.of(config.kafka()))),
                config);
    }

    /** The trainer that a job with these settings has. */
    public static TrainerFactory trainer(LearnJobConfig config) {
        return new CpuTrainer(
                config.policy().toString(), config.learning().quality().maxDrop());
    }

    /** The job between any ends. */
    public static void define(
            StreamExecutionEnvironment env, Source<KafkaRecord, ?, ?> log, Sinks sinks, LearnJobConfig config) {
        SingleOutputStreamOperator<TrainingItem> batches = env.fromSource(log, WatermarkStrategy.noWatermarks(), "log")
                .uid("log")
                .keyBy(KafkaRecord::key)
                .process(new FoldLog(config.learning()))
                .name("fold log")
                .uid("fold-log");
        batches.sinkTo(sinks.adapters()).name("lora").uid("lora-sink");
        batches.getSideOutput(FoldLog.EVOLUTIONS)
                .keyBy(EvolutionRequest::agentId)
                .process(new EvolveSkills(new CorrectionEvolver()))
                .name("evolve skills")
                .uid("evolve-skills")
                .sinkTo(sinks.skills())
                .name("skills")
                .uid("skills");
    }

    public static void main(String[] arguments) throws Exception {
        JobMain.run(NAME, arguments, LearnJobConfig::from, LearnJob::define);
    }
}
