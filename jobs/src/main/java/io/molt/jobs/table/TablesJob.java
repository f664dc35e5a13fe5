package io.molt.jobs.table;

import io.molt.jobs.JobMain;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.operators.table.AssembleTrajectories;
import io.molt.operators.table.DropDuplicates;
import io.molt.operators.table.MakeRows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Everything that travelled in, Parquet files out, each event once.
 *
 * <p>The checkpoint interval is both the freshness of the tables and the cadence of their files.
 */
public final class TablesJob {

    /** Names the job's state and its consumer group. */
    public static final String NAME = "tables";

    private TablesJob() {}

    /** The job on Kafka, with its files below the configured directory. */
    public static void define(StreamExecutionEnvironment env, TablesJobConfig config) {
        var kafka = new KafkaEnds(config.kafka(), NAME);
        define(env, kafka.source(Topics.ALL.toArray(String[]::new)), files(config.directory()), config);
    }

    /** The job between any ends. */
    public static void define(
            StreamExecutionEnvironment env,
            Source<KafkaRecord, ?, ?> topics,
            Sink<TableRow> tables,
            TablesJobConfig config) {
        DataStream<KafkaRecord> records = env.fromSource(topics, WatermarkStrategy.noWatermarks(), "topics")
                .uid("topics")
                .setParallelism(config.parallelism());
        DataStream<TableRow> rows = records.flatMap(new MakeRows())
                .name("make rows")
                .uid("make-rows")
                .setParallelism(config.parallelism());
        DataStream<TableRow> once = rows.keyBy(TableRow::eventId)
                .process(new DropDuplicates(config.memory()))
                .name("drop duplicates")
                .uid("drop-duplicates")
                .setParallelism(config.parallelism());
        DataStream<TableRow> trajectories = records.filter(AssembleTrajectories::concerns)
                .name("the log")
                .uid("the-log")
                .setParallelism(config.parallelism())
                .keyBy(KafkaRecord::key)
                .process(new AssembleTrajectories())
                .name("assemble trajectories")
                .uid("assemble-trajectories")
                .setParallelism(config.parallelism());
        once.union(trajectories).sinkTo(tables).name("tables").uid("tables").setParallelism(config.parallelism());
    }

    /** Files {@code <table>/day=<day>/part-*.parquet} below a directory; a file appears when its checkpoint completes. */
    public static Sink<TableRow> files(java.nio.file.Path directory) {
        return FileSink.forBulkFormat(new Path(directory.toUri()), new RowFiles())
                .withBucketAssigner(new ByTableAndDay())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .withOutputFileConfig(
                        OutputFileConfig.builder().withPartSuffix(".parquet").build())
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        JobMain.run(NAME, arguments, TablesJobConfig::from, TablesJob::define);
    }

    private static final class ByTableAndDay implements BucketAssigner<TableRow, String> {

        @Override
        public String getBucketId(TableRow row, Context context) {
            return row.table() + "/day=" + row.day();
        }

        @Override
        public SimpleVersionedSerializer<String> getSerializer() {
            return SimpleVersionedStringSerializer.INSTANCE;
        }
    }
}
