package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import io.molt.cli.cluster.ClusterOptions;
import io.molt.cli.cluster.Supervision;
import io.molt.cli.stack.Home;
import io.molt.schemas.adapter.AdapterVersion;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster under load whose processes are killed by a plan.
 *
 * @param seed of the plan, the users and the training
 * @param toll who dies how often
 * @param dying how long the load and the deaths last
 * @param patience how long the cluster may then take to learn everything
 */
record CrashDrill(long seed, KillPlan.Toll toll, Duration dying, Duration patience) {

    private static final int AGENTS = 3;
    private static final ClusterOptions OPTIONS = new ClusterOptions(2, 6, 2, Duration.ofSeconds(5));

    DrillReport run(Home home, PrintStream out) throws Exception {
        long start = System.nanoTime();
        List<Died> deaths = new ArrayList<>();
        try (Cluster cluster = Cluster.start(home, DrillSettings.of(seed), OPTIONS);
                Supervision supervision = Supervision.of(cluster)) {
            out.printf("cluster up after %.0f s%n", seconds(start));
            int through;
            int failed;
            long loadStart = System.nanoTime();
            try (Load load = Load.on(cluster.proxyUrl(), AGENTS, seed)) {
                KillPlan plan = KillPlan.of(seed, toll, cluster.taskManagers(), dying);
                for (KillPlan.Death death : plan.deaths()) {
                    TimeUnit.MILLISECONDS.sleep(death.afterMillis());
                    List<String> open = death.process().equals(Cluster.BROKER)
                            ? OpenTransactions.await(cluster.brokers())
                            : List.of();
                    var died = new Died(seconds(loadStart), death.process(), open);
                    cluster.kill(death.process());
                    deaths.add(died);
                    out.println(died);
                }
                long left = dying.toMillis() - (System.nanoTime() - loadStart) / 1_000_000;
                TimeUnit.MILLISECONDS.sleep(Math.max(0, left));
                load.close();
                through = load.through();
                failed = load.failed();
            }
            out.printf("%d sessions ended, %d broke off; waiting until all is learned%n", through, failed);
            long drainStart = System.nanoTime();
            Evidence evidence = new ClusterRest(cluster).await(patience);
            double drained = seconds(drainStart);
            List<String> differences = new ArrayList<>(evidence.differences(cluster.settings()));
            deaths.forEach(died -> died.difference().ifPresent(differences::add));
            return new DrillReport(
                    seed,
                    seconds(start),
                    deaths,
                    through,
                    failed,
                    evidence.turns().size(),
                    evidence.log().size(),
                    evidence.versions().stream()
                            .map(AdapterVersion::policy)
                            .distinct()
                            .count(),
                    drained,
                    differences);
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
