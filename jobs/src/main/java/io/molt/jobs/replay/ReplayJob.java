package io.molt.jobs.replay;

import io.molt.jobs.JobMain;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.learn.StoreLocation;
import io.molt.jobs.table.TableFiles;
import io.molt.jobs.table.TablesJob;
import io.molt.operators.learn.EvolutionRequest;
import io.molt.operators.lora.Announcer;
import io.molt.operators.lora.TrainAdapter;
import io.molt.operators.lora.VersionSink;
import io.molt.operators.replay.JudgeAgain;
import io.molt.operators.replay.ReplayBeginning;
import io.molt.operators.replay.ReplayFold;
import io.molt.operators.skill.CorrectionEvolver;
import io.molt.operators.skill.EvolveSkills;
import io.molt.operators.table.MakeRows;
import io.molt.operators.wire.KafkaRecord;
import io.molt.operators.wire.TrainingItem;
import io.molt.schemas.Topics;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Tables in, a replay's own store and tables out: the same fold and the same trainer as LearnJob, in BATCH. Record time is
 * agentSeq, since BATCH delivers the records of a key in the order of their time.
 */
public final class ReplayJob {

    private static final Announcer.Factory NOBODY = () -> Announcer.NOBODY;

    private ReplayJob() {}

    /**
     * Defines the job.
     *
     * @param env in BATCH
     * @throws IOException if the tables cannot be listed
     * @throws IllegalArgumentException if there is no log in them
     */
    public static void define(StreamExecutionEnvironment env, ReplayConfig config) throws IOException {
        var own = new ReplayStore(new StoreLocation(config.directory() + "/adapters", false), config.published());
        SingleOutputStreamOperator<TrainingItem> batches = judged(log(env, config), config)
                .keyBy(KafkaRecord::key)
                .process(new ReplayFold(config.published(), config.scope(), config.fold()))
                .name("fold window")
                .uid("fold-window");
        SingleOutputStreamOperator<TrainingItem> versions = batches.keyBy(TrainingItem::agentId)
                .process(new TrainAdapter(
                        LearnJob.trainer(config.learning()),
                        own,
                        NOBODY,
                        true,
                        new ReplayBeginning(config.published(), own, config.scope())))
                .name("train adapter")
                .uid("train-adapter");
        versions.sinkTo(new VersionSink(own, NOBODY)).name("versions").uid("versions");
        DataStream<KafkaRecord> skills = batches.getSideOutput(ReplayFold.EVOLUTIONS)
                .keyBy(EvolutionRequest::agentId)
                .process(new EvolveSkills(new CorrectionEvolver()))
                .name("evolve skills")
                .uid("evolve-skills")
                .map(skill -> new KafkaRecord(skill.key(), Topics.SKILLS, 0, 0, skill.value()))
                .name("skills")
                .uid("skills");
        DataStream<KafkaRecord> made =
                versions.map(new CountVersions()).name("made").uid("made");
        DataStream<KafkaRecord> written = skills.union(made);
        if (config.judging().isPresent()) {
            written = written.union(batches.getSideOutput(ReplayFold.SEEN));
        }
        written.flatMap(new MakeRows())
                .name("make rows")
                .uid("make-rows")
                .sinkTo(TablesJob.files(java.nio.file.Path.of(config.directory(), "tables")))
                .name("tables")
                .uid("tables");
    }

    /** How Flink's web page shows a replay. */
    public static String title(String name) {
        return "molt replay " + name;
    }

    /** For a replay in one process. */
    public static Configuration embedded(int cores) {
        return JobMain.strict()
                .set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH)
                .set(CoreOptions.DEFAULT_PARALLELISM, cores);
    }

    /** On a cluster, with the arguments of a {@link ReplayRequest}; in BATCH, whatever the cluster's configuration says. */
    public static void main(String[] arguments) throws Exception {
        ReplayConfig config = ReplayConfig.of(ReplayRequest.of(JobMain.parse(arguments)));
        JobMain.requireLibrary();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(
                JobMain.strict().set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH));
        define(env, config);
        env.execute(title(new Path(config.directory()).getName()));
    }

    private static DataStream<KafkaRecord> log(StreamExecutionEnvironment env, ReplayConfig config) throws IOException {
        Path tables = new Path(config.tables().toUri());
        Optional<DataStream<KafkaRecord>> turns = table(env, tables, Tables.SCORED_TURNS, config);
        Optional<DataStream<KafkaRecord>> control = table(env, tables, Tables.CONTROL, config);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("there is no log in " + tables);
        }
        return control.isPresent() ? turns.get().union(control.get()) : turns.get();
    }

    private static Optional<DataStream<KafkaRecord>> table(
            StreamExecutionEnvironment env, Path tables, String table, ReplayConfig config) throws IOException {
        List<Path> files = TableFiles.of(tables, table);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        var unused =
                UnusedColumns.of(config.fold(), config.scope(), config.judging().isPresent());
        var format = new LogFormat(table, config.agent(), unused);
        var source = FileSource.forRecordStreamFormat(format, files.toArray(Path[]::new))
                .build();
        WatermarkStrategy<KafkaRecord> inOrder = WatermarkStrategy.<KafkaRecord>noWatermarks()
                .withTimestampAssigner((record, before) -> record.offset());
        return Optional.of(env.fromSource(source, inOrder, table).uid(table));
    }

    private static DataStream<KafkaRecord> judged(DataStream<KafkaRecord> log, ReplayConfig config) {
        if (config.judging().isEmpty()) {
            return log;
        }
        var judging = config.judging().get();
        return AsyncDataStream.unorderedWait(
                        log,
                        new JudgeAgain(judging.factory(), judging.capacity(), config.published(), config.scope()),
                        judging.timeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        judging.capacity())
                .name("judge again")
                .uid("judge-again");
    }
}
