package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import io.molt.cli.cluster.ClusterJob;
import io.molt.schemas.seal.ContentSeal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Brings a cluster to rest after its load: everything learned, everything committed, the jobs stopped. */
final class ClusterRest {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Ticks go on for a batch's longest wait; after that nothing may change any more. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final Cluster cluster;

    ClusterRest(Cluster cluster) {
        this.cluster = cluster;
    }

    private Evidence evidence() {
        return Evidence.read(
                cluster.brokers(), ContentSeal.of(cluster.settings().get("keys.directory")));
    }

    /**
     * Waits until nothing that must come has still to come and nothing changes, then stops the jobs, the tables' last.
     *
     * @return what the topics have then; if it took too long, what they have so far, and the comparison will say what is
     *     missing
     */
    Evidence await(Duration patience) throws IOException, InterruptedException {
        var refold = new RefoldAudit(cluster.settings());
        long deadline = System.nanoTime() + patience.toNanos();
        int entries = -1;
        long quietSince = System.nanoTime();
        while (System.nanoTime() < deadline) {
            Evidence now = evidence();
            if (now.log().size() != entries || !now.isDrained(refold)) {
                entries = now.log().size();
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > QUIET.toNanos()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        cluster.awaitJobs();
        cluster.stop(ClusterJob.SCORE);
        cluster.stop(ClusterJob.LEARN);
        Evidence last = evidence();
        cluster.awaitCheckpoints(ClusterJob.TABLES, 2);
        cluster.stop(ClusterJob.TABLES);
        return last;
    }
}
