package io.molt.cli.replay;

import io.molt.cli.cluster.ClusterReplay;
import io.molt.cli.sql.Warehouse;
import io.molt.cli.stack.FlinkCluster;
import io.molt.cli.terminal.Bar;
import io.molt.jobs.replay.ReplayConfig;
import io.molt.jobs.replay.ReplayJob;
import io.molt.jobs.replay.ReplayRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import me.tongfei.progressbar.ProgressBar;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One replay: in this process on a cluster of its own, or on the one that runs on the home directory.
 *
 * @param request what is replayed
 * @param cluster where; empty for this process
 * @param total entries that there are, for the progress bar
 * @param cores how many tasks work at a time
 * @param quiet true to draw nothing
 */
record ReplayRun(ReplayRequest request, Optional<ClusterReplay> cluster, long total, int cores, boolean quiet) {

    /** Off the heap; a few hundred thousand turns of a window fit. */
    static final MemorySize SORTING = MemorySize.ofMebiBytes(256);

    /**
     * What came of it.
     *
     * @param accumulators of the job
     * @param windows by agent
     * @param seconds that it took
     */
    record Result(Map<String, Long> accumulators, Map<String, ReplayReport.Window> windows, double seconds) {}

    Result run(String name) throws Exception {
        long started = System.nanoTime();
        Map<String, Long> accumulators;
        try (ProgressBar bar = Bar.start(name, total, quiet)) {
            accumulators = cluster.isPresent()
                    ? cluster.get().run(name, request, cores, now -> show(bar, now))
                    : here(name, bar);
            bar.stepTo(total);
        }
        return new Result(accumulators, windows(), (System.nanoTime() - started) / 1e9);
    }

    private Map<String, Long> here(String name, ProgressBar bar) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(ReplayJob.embedded(cores));
        ReplayJob.define(environment, ReplayConfig.of(request));
        try (FlinkCluster flink = FlinkCluster.start(0, cores, SORTING)) {
            return flink.run(name, environment, now -> show(bar, now));
        }
    }

    private static void show(ProgressBar bar, Map<String, Long> now) {
        bar.stepTo(now.getOrDefault("entries", 0L));
        bar.setExtraMessage(
                " " + now.getOrDefault("versions", 0L) + " of " + now.getOrDefault("batches", 0L) + " trained");
    }

    private Map<String, ReplayReport.Window> windows() throws IOException, SQLException {
        Map<String, ReplayReport.Window> windows = new TreeMap<>();
        Path tables = Path.of(request.directory(), "tables");
        if (!Files.isDirectory(tables.resolve("batches"))) {
            return windows;
        }
        try (Connection connection = Warehouse.open(tables, table -> table.equals("batches"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select agent_id, min(batch), max(batch), max(last_seq) from batches group by 1")) {
            while (rows.next()) {
                windows.put(
                        rows.getString(1), new ReplayReport.Window(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return windows;
    }
}
