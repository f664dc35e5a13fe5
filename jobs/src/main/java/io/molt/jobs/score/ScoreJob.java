package io.molt.jobs.score;

import io.molt.jobs.JobMain;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.operators.judge.JudgeTurns;
import io.molt.operators.judge.JudgedTurn;
import io.molt.operators.outcome.AwaitOutcome;
import io.molt.operators.pairing.PairTurns;
import io.molt.operators.pairing.PairedTurn;
import io.molt.operators.sequence.SequenceLog;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Rejected;
import io.molt.schemas.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Turns and control in, the agents' logs out: paired, judged, rewarded, numbered. */
public final class ScoreJob {

    /** Names the job's state, its consumer group and its transactions. */
    public static final String NAME = "score";

    private ScoreJob() {}

    /**
     * Where records come from.
     *
     * @param turns the topic turns
     * @param control the topic control
     */
    public record Sources(Source<KafkaRecord, ?, ?> turns, Source<KafkaRecord, ?, ?> control) {}

    /**
     * Where results go.
     *
     * @param scored the topic scored
     * @param rejected the topic rejected
     */
    public record Sinks(Sink<Encoded> scored, Sink<Rejected> rejected) {}

    /** The job on Kafka. */
    public static void define(StreamExecutionEnvironment env, ScoreJobConfig config) {
        KafkaEnds kafka = new KafkaEnds(config.kafka(), NAME);
        define(
                env,
                new Sources(kafka.source(Topics.TURNS), kafka.source(Topics.CONTROL)),
                new Sinks(kafka.exactlyOnce(Topics.SCORED), kafka.rejected()),
                config);
    }

    /** The job between any ends. */
    public static void define(StreamExecutionEnvironment env, Sources sources, Sinks sinks, ScoreJobConfig config) {
        SingleOutputStreamOperator<PairedTurn> paired = env.fromSource(
                        sources.turns(), WatermarkStrategy.noWatermarks(), "turns")
                .uid("turns")
                .keyBy(KafkaRecord::key)
                .process(new PairTurns(config.pairing()))
                .name("pair turns")
                .uid("pair-turns");
        SingleOutputStreamOperator<JudgedTurn> judged = AsyncDataStream.unorderedWait(
                        paired,
                        new JudgeTurns(
                                config.judging().factory(), config.judging().capacity()),
                        config.judging().timeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        config.judging().capacity())
                .name("judge turns")
                .uid("judge-turns");
        SingleOutputStreamOperator<JudgedTurn> rewarded = judged.keyBy(ScoreJob::session)
                .connect(paired.getSideOutput(PairTurns.OUTCOMES)
                        .keyBy(outcome -> AwaitOutcome.key(outcome.agentId(), outcome.sessionId())))
                .process(new AwaitOutcome(config.outcomeWait(), config.pairing().keep()))
                .name("await outcome")
                .uid("await-outcome");
        BroadcastStream<KafkaRecord> control = env.fromSource(
                        sources.control(), WatermarkStrategy.noWatermarks(), "control")
                .uid("control")
                .broadcast(SequenceLog.COMMANDS);
        SingleOutputStreamOperator<Encoded> log = rewarded.keyBy(JudgedTurn::agentId)
                .connect(control)
                .process(new SequenceLog(config.tickEvery(), config.batches()))
                .name("sequence log")
                .uid("sequence-log");
        log.sinkTo(sinks.scored()).name("scored").uid("scored");
        paired.getSideOutput(PairTurns.REJECTED)
                .union(rewarded.getSideOutput(AwaitOutcome.REJECTED), log.getSideOutput(SequenceLog.REJECTED))
                .sinkTo(sinks.rejected())
                .name("rejected")
                .uid("rejected");
    }

    private static String session(JudgedTurn judged) {
        return AwaitOutcome.key(
                judged.paired().turn().agentId(), judged.paired().turn().sessionId());
    }

    public static void main(String[] arguments) throws Exception {
        JobMain.run(NAME, arguments, ScoreJobConfig::from, ScoreJob::define);
    }
}
