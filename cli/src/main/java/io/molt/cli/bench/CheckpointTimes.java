package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.cli.stack.FlinkCluster;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.checkpoint.TaskStateStats;

/** How long the checkpoints of a job take that begin after this was made. */
final class CheckpointTimes {

    private final FlinkCluster flink;
    private final String job;
    private final long after;
    private final Map<Long, CompletedCheckpointStats> seen = new TreeMap<>();

    CheckpointTimes(FlinkCluster flink, String job) throws InterruptedException, ExecutionException {
        this.flink = flink;
        this.job = job;
        // One more may be under way.
        this.after = 1 + newest();
    }

    private long newest() throws InterruptedException, ExecutionException {
        return flink.completedCheckpoints(job).stream()
                .mapToLong(CompletedCheckpointStats::getCheckpointId)
                .max()
                .orElse(0);
    }

    /** Takes note of what has completed; to be called at least every ten checkpoints. */
    void look() throws InterruptedException, ExecutionException {
        for (CompletedCheckpointStats each : flink.completedCheckpoints(job)) {
            if (each.getCheckpointId() > after) {
                seen.put(each.getCheckpointId(), each);
            }
        }
    }

    long longestMillis() {
        return longest(CompletedCheckpointStats::getEndToEndDuration);
    }

    long medianMillis() {
        return seen.values().stream()
                .map(CompletedCheckpointStats::getEndToEndDuration)
                .sorted()
                .skip(seen.size() / 2)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no checkpoint of " + job + " completed"));
    }

    void write(ObjectNode report) {
        report.put("checkpoints", seen.size())
                .put("median_millis", medianMillis())
                .put("longest_millis", longestMillis())
                .put("longest_sync_millis", longestOfTasks(task -> task.getSummaryStats()
                        .getSyncCheckpointDurationStats()
                        .getMaximum()))
                .put("longest_alignment_millis", longestOfTasks(task -> task.getSummaryStats()
                        .getAlignmentDurationStats()
                        .getMaximum()))
                .put("longest_start_delay_millis", longestOfTasks(task -> task.getSummaryStats()
                        .getCheckpointStartDelayStats()
                        .getMaximum()));
    }

    private long longestOfTasks(ToLongFunction<TaskStateStats> part) {
        return longest(checkpoint ->
                checkpoint.getAllTaskStateStats().stream().mapToLong(part).max().orElse(0));
    }

    private long longest(ToLongFunction<CompletedCheckpointStats> part) {
        return seen.values().stream().mapToLong(part).max().orElse(0);
    }
}
