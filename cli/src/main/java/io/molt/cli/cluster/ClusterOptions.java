package io.molt.cli.cluster;

import java.time.Duration;

/**
 * How large a cluster is.
 *
 * @param taskManagers processes that run tasks
 * @param slots of each; a job takes as many as it is parallel
 * @param parallelism of each job, but for the tables, whose setting is {@code tables.parallelism}
 * @param tablesEvery between two checkpoints of the tables' job: how fresh files are, and how many there are
 */
public record ClusterOptions(int taskManagers, int slots, int parallelism, Duration tablesEvery) {

    public static final ClusterOptions USUAL = new ClusterOptions(2, 6, 2, Duration.ofSeconds(15));

    public ClusterOptions {
        if (taskManagers < 1 || taskManagers > 16 || slots < 1 || slots > 64 || parallelism < 1 || parallelism > 64) {
            throw new IllegalArgumentException(
                    "a cluster on one machine has 1 to 16 TaskManagers with 1 to 64 slots, and"
                            + " jobs of 1 to 64, but these are " + taskManagers + ", " + slots + " and " + parallelism);
        }
    }

    Duration interval(ClusterJob job) {
        return job == ClusterJob.TABLES ? tablesEvery : job.interval();
    }
}
