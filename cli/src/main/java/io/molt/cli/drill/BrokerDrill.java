package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import io.molt.cli.cluster.ClusterOptions;
import io.molt.cli.cluster.Supervision;
import io.molt.cli.stack.Home;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster under load whose broker goes away for a while.
 *
 * @param seed of the users and the training
 * @param away how long
 * @param patience how long the cluster may take afterwards to learn everything
 */
record BrokerDrill(long seed, Duration away, Duration patience) {

    private static final int AGENTS = 6;
    private static final ClusterOptions OPTIONS = new ClusterOptions(2, 6, 2, Duration.ofSeconds(5));
    private static final Duration BEFORE_AND_AFTER = Duration.ofSeconds(5);

    BrokerDrillReport run(Home home, PrintStream out) throws Exception {
        long start = System.nanoTime();
        try (Cluster cluster = Cluster.start(home, DrillSettings.of(seed), OPTIONS);
                Supervision supervision = Supervision.of(cluster)) {
            out.printf("cluster up after %.0f s%n", seconds(start));
            CaptureGauges whileAway;
            CaptureGauges back;
            double drained;
            int through;
            int failed;
            List<Seen> seen;
            try (Load load = Load.on(cluster.proxyUrl(), AGENTS, seed)) {
                TimeUnit.MILLISECONDS.sleep(BEFORE_AND_AFTER.toMillis());
                cluster.keepAway(Cluster.BROKER);
                out.printf("%.1f s kill -9 broker, away for %s%n", seconds(start), away);
                TimeUnit.MILLISECONDS.sleep(away.toMillis());
                whileAway = CaptureGauges.of(cluster.proxyUrl());
                cluster.letBack(Cluster.BROKER);
                long letBack = System.nanoTime();
                back = CaptureGauges.awaitOnline(cluster.proxyUrl(), patience);
                drained = seconds(letBack);
                TimeUnit.MILLISECONDS.sleep(BEFORE_AND_AFTER.toMillis());
                load.close();
                through = load.through();
                failed = load.failed();
                seen = load.seen();
            }
            out.printf(
                    "%d records waited on disk, gone %.1f s after the broker was let back; waiting until all is learned%n",
                    whileAway.spooled(), drained);
            Evidence evidence = new ClusterRest(cluster).await(patience);
            TopicAudit audit = TopicAudit.of(seen, evidence.turns());
            List<String> differences = new ArrayList<>(evidence.differences(cluster.settings()));
            audit.missing().forEach(turn -> differences.add("turn " + turn.turnId() + " is not on the topic"));
            audit.disordered().forEach(session -> differences.add("events of " + session + " are out of order"));
            if (failed > 0) {
                differences.add(failed + " sessions broke off");
            }
            if (whileAway.online() || whileAway.spooled() == 0) {
                differences.add("no turn waited in the spool while the broker was away");
            }
            if (back.dropped() > 0) {
                differences.add(back.dropped() + " records were dropped");
            }
            return new BrokerDrillReport(
                    seed,
                    seconds(start),
                    away.toMillis() / 1e3,
                    through,
                    failed,
                    seen.size(),
                    whileAway.spooled(),
                    drained,
                    audit.events(),
                    audit.repeated(),
                    evidence.log().size(),
                    differences);
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
