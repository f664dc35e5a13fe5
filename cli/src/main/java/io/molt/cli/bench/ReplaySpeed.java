package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.cli.stack.FlinkCluster;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.embedded.EmbeddedFlink;
import io.molt.jobs.replay.ReplayConfig;
import io.molt.jobs.replay.ReplayJob;
import io.molt.jobs.replay.ReplayNames;
import io.molt.jobs.replay.ReplayRequest;
import io.molt.jobs.table.RowReader;
import io.molt.jobs.table.TableFiles;
import io.molt.jobs.table.TablesJob;
import io.molt.jobs.table.TablesJobConfig;
import io.molt.operators.replay.ReplayScope;
import io.molt.policy.model.TinyPolicy;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.parquet.io.LocalInputFile;

/**
 * How much faster a replay folds the turns again than ScoreJob scored them live, at full speed, with judge and Kafka: the
 * same turns with their recorded votes, training off. Neither time has the start of a cluster in it.
 *
 * @param turns to score and to replay
 */
record ReplaySpeed(int turns) implements BenchPart {

    private static final int TURNS_PER_SESSION = 10;
    private static final int CORES = 2;
    private static final double LEAST_RATIO = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        Map<String, String> settings = new HashMap<>();
        double live;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = BenchJob.prepared(broker)) {
            settings.put("kafka.brokers", broker.brokers());
            settings.put("keys.directory", directory.resolve("keys").toString());
            settings.put("tables.directory", directory.resolve("tables").toString());
            settings.put("adapters.directory", directory.resolve("adapters").toString());
            settings.put(
                    "policy.directory",
                    TinyPolicy.unpackTo(directory.resolve("policy")).toString());
            try (BenchTurns input = new BenchTurns(broker.brokers(), settings.get("keys.directory"), 1)) {
                input.sessions("s", turns / TURNS_PER_SESSION, TURNS_PER_SESSION, true);
            }
            live = BenchJob.score(broker.brokers(), settings.get("keys.directory"))
                    .secondsToTheEnd(admin, directory.resolve("score"));
            writeTables(directory, settings);
        }
        double replayed = replay(directory, settings);
        report.put("turns", turns)
                .put("live_seconds", live)
                .put("replay_seconds", replayed)
                .put("replay_turns_per_second", Math.round(turns / replayed))
                .put("ratio", live / replayed)
                .put("least_ratio", LEAST_RATIO);
        return live / replayed >= LEAST_RATIO;
    }

    private void writeTables(Path directory, Map<String, String> settings) throws Exception {
        TablesJobConfig config = TablesJobConfig.from(new Settings(settings));
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(
                EmbeddedFlink.job(directory.resolve("table-checkpoints"), Duration.ofSeconds(5), CORES));
        TablesJob.define(environment, config);
        try (FlinkCluster flink = FlinkCluster.start(0, CORES)) {
            flink.submit(TablesJob.NAME, environment);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (rows(config.directory()) < turns) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the tables do not get all turns");
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private static long rows(Path tables) throws IOException {
        long rows = 0;
        for (var file : TableFiles.of(new org.apache.flink.core.fs.Path(tables.toUri()), Tables.SCORED_TURNS)) {
            try (RowReader reader = new RowReader(Tables.SCORED_TURNS, new LocalInputFile(Path.of(file.getPath())))) {
                rows += reader.size();
            }
        }
        return rows;
    }

    /** As {@code molt replay --set method=none --set skills=false} does it. */
    private double replay(Path directory, Map<String, String> settings) throws Exception {
        ReplayConfig config = ReplayConfig.of(new ReplayRequest(
                settings,
                ReplayNames.full(Map.of("method", "none", "skills", "false")),
                new ReplayScope(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), ReplayScope.AS_IT_WAS),
                Optional.empty(),
                directory.resolve("replay").toString()));
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(ReplayJob.embedded(CORES));
        try (FlinkCluster flink = FlinkCluster.start(0, CORES, MemorySize.ofMebiBytes(256))) {
            long began = System.nanoTime();
            ReplayJob.define(environment, config);
            long folded = flink.run("replay", environment, progress -> {}).getOrDefault("entries", 0L);
            if (folded < turns) {
                throw new IllegalStateException("the replay folded " + folded + " of " + turns + " turns");
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
