package io.molt.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import io.molt.cli.cluster.Cluster;
import io.molt.cli.cluster.ClusterJob;
import io.molt.cli.cluster.ClusterOptions;
import io.molt.cli.cluster.Supervision;
import io.molt.cli.stack.Home;
import io.molt.operators.lora.AdapterStore;
import io.molt.schemas.adapter.AdapterVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The three jobs on a cluster of processes, stopped, rescaled and cancelled while users talk. */
class ClusterIT {

    private static final long SEED = 11;
    private static final int AGENTS = 3;
    private static final ClusterOptions OPTIONS = new ClusterOptions(2, 6, 2, Duration.ofSeconds(5));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void jobs_that_are_stopped_rescaled_and_cancelled_under_load_lose_nothing_and_double_nothing(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        try (Home home = Home.take(directory);
                Cluster cluster = Cluster.start(home, DrillSettings.of(SEED), OPTIONS);
                Supervision supervision = Supervision.of(cluster)) {
            try (Load load = Load.on(cluster.proxyUrl(), AGENTS, SEED)) {
                cluster.awaitCheckpoints(ClusterJob.LEARN, 3);
                for (int parallelism : new int[] {4, 1}) {
                    for (ClusterJob job : new ClusterJob[] {ClusterJob.SCORE, ClusterJob.LEARN}) {
                        cluster.stop(job);
                        cluster.submit(job, parallelism);
                    }
                    cluster.awaitCheckpoints(ClusterJob.SCORE, 2);
                    cluster.awaitCheckpoints(ClusterJob.LEARN, 2);
                }
                cluster.cancel(ClusterJob.SCORE);
                cluster.submit(ClusterJob.SCORE, 2);
                load.close();
                assertThat(load.failed()).as("broken sessions").isZero();
                assertThat(load.through()).as("sessions").isPositive();
            }
            Evidence evidence = new ClusterRest(cluster).await(PATIENCE);

            assertThat(evidence.differences(cluster.settings())).isEmpty();
            // A version may be announced again, equal, after a restore: "adapters" is a topic of facts, read by number.
            assertThat(evidence.versions()).as("versions").isNotEmpty();
            assertThat(replayed(directory))
                    .as("versions made again on the cluster")
                    .containsAll(evidence.versions());
        }
    }

    /** Every version that a replay with nothing changed makes, as a batch job beside the live ones. */
    private static List<AdapterVersion> replayed(Path home) throws Exception {
        int status = Molt.commandLine()
                .execute("replay", "--cluster", "--home", home.toString(), "--name", "same", "--quiet");
        assertThat(status).as("exit status of molt replay").isZero();
        AdapterStore store = new AdapterStore(home.resolve("replays/same/adapters"));
        List<AdapterVersion> versions = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            versions.addAll(store.versions("agent-" + agent));
        }
        return versions;
    }
}
