package io.molt.cli.drill;

import io.molt.cli.drill.hostile.HostileDrill;
import io.molt.cli.drill.hostile.HostileReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code molt drill}: tries to break the promises; for those who build molt. Exit status 0 if there is no difference. */
@Command(
        name = "drill",
        hidden = true,
        subcommands = {
            DrillCommand.Crash.class,
            DrillCommand.Broker.class,
            DrillCommand.Proxy.class,
            DrillCommand.Hostile.class
        })
public final class DrillCommand {

    /** {@code molt drill crash}. */
    @Command(
            name = "crash",
            description = {
                "Kills the processes of a cluster under load by a seeded plan, then compares topics, tables and versions",
                "with what they should hold."
            })
    static final class Crash implements Callable<Integer> {

        /** Starting takes about a minute where other things run, draining and comparing another two. */
        private static final Duration AROUND = Duration.ofMinutes(3);

        private static final Duration SHORTEST = Duration.ofSeconds(30);

        @Mixin
        private DrillOptions options;

        @Option(names = "--tm-kills", description = "deaths of a TaskManager (default: ${DEFAULT-VALUE})")
        private int taskManagers = 4;

        @Option(names = "--jm-kills", description = "deaths of the JobManager (default: ${DEFAULT-VALUE})")
        private int jobManagers = 1;

        @Option(names = "--broker-kills", description = "deaths of the broker (default: ${DEFAULT-VALUE})")
        private int brokers = 1;

        @Option(names = "--budget", description = "for everything, such as PT5M (default: ${DEFAULT-VALUE})")
        private Duration budget = Duration.ofMinutes(5);

        @Override
        public Integer call() throws Exception {
            Duration left = budget.minus(AROUND);
            Duration dying = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
            var toll = new KillPlan.Toll(taskManagers, jobManagers, brokers);
            var drill = new CrashDrill(options.seed(), toll, dying, AROUND);
            DrillReport result =
                    options.run(toll.sum() + " deaths within " + dying, home -> drill.run(home, System.out));
            System.out.printf(
                    "%d turns, %d log entries, %d versions; drained in %.0f s, all in %.0f s%n",
                    result.turns(), result.entries(), result.versions(), result.drainSeconds(), result.seconds());
            return options.conclude(result.kept(), result.differences());
        }
    }

    /** {@code molt drill broker}. */
    @Command(
            name = "broker",
            description = {
                "Takes the broker of a cluster away under load: no request may fail, and when it is back every turn must be on",
                "the topic, in the log and in the tables, in order."
            })
    static final class Broker implements Callable<Integer> {

        @Mixin
        private DrillOptions options;

        @Option(names = "--away", description = "how long, such as PT60S (default: ${DEFAULT-VALUE})")
        private Duration away = Duration.ofSeconds(60);

        @Option(names = "--patience", description = "for the jobs to catch up (default: ${DEFAULT-VALUE})")
        private Duration patience = Duration.ofMinutes(5);

        @Override
        public Integer call() throws Exception {
            var drill = new BrokerDrill(options.seed(), away, patience);
            BrokerDrillReport result = options.run("no broker for " + away, home -> drill.run(home, System.out));
            System.out.printf(
                    "%d turns seen whole, %d sessions, %d broke off; %d events on the topic, %d of them again; all in %.0f s%n",
                    result.seenWhole(),
                    result.sessions(),
                    result.brokenSessions(),
                    result.events(),
                    result.repeated(),
                    result.seconds());
            return options.conclude(result.kept(), result.differences());
        }
    }

    /** {@code molt drill proxy}. */
    @Command(
            name = "proxy",
            description = {
                "Kills a proxy again and again while answers stream through it, also while the broker is away, and compares what",
                "clients saw whole with what is on the topic."
            })
    static final class Proxy implements Callable<Integer> {

        @Mixin
        private DrillOptions options;

        @Option(names = "--kills", description = "deaths of the proxy (default: ${DEFAULT-VALUE})")
        private int kills = 20;

        @Option(names = "--ack", description = "capture.ack: async or before-last-byte (default: ${DEFAULT-VALUE})")
        private String ack = "before-last-byte";

        @Override
        public Integer call() throws Exception {
            var drill = new ProxyDrill(options.seed(), kills, ack);
            ProxyDrillReport result =
                    options.run(kills + " deaths, capture.ack " + ack, home -> drill.run(home, System.out));
            System.out.printf(
                    "%d turns seen whole, %d broke off; %d events on the topic, %d of them again, %d turns missing; all in"
                            + " %.0f s%n",
                    result.seenWhole(),
                    result.broken(),
                    result.events(),
                    result.repeated(),
                    result.missing(),
                    result.seconds());
            return options.conclude(result.kept(), result.differences());
        }
    }

    /** {@code molt drill hostile}. */
    @Command(
            name = "hostile",
            description = {
                "An agent beside connections that send their headers byte by byte, beside keys that nobody has, and after many",
                "bodies at once that are as long as they may be: it must be served, and wait at most twice as long."
            })
    static final class Hostile implements Callable<Integer> {

        @Mixin
        private DrillOptions options;

        @Option(names = "--rounds", description = "of which the middle one counts (default: ${DEFAULT-VALUE})")
        private int rounds = 3;

        @Option(names = "--part", description = "how long each part of a round takes (default: ${DEFAULT-VALUE})")
        private Duration part = Duration.ofSeconds(8);

        @Option(names = "--connections", description = "that send headers slowly (default: ${DEFAULT-VALUE})")
        private int connections = 2_000;

        @Option(names = "--keys", description = "that nobody has, a second (default: ${DEFAULT-VALUE})")
        private int keysPerSecond = 5_000;

        @Option(names = "--bodies", description = "of 32 MB at once (default: ${DEFAULT-VALUE})")
        private int bodies = 256;

        @Override
        public Integer call() throws Exception {
            var drill = new HostileDrill(rounds, part, connections, keysPerSecond, bodies);
            HostileReport result =
                    options.run("attacks beside an agent", home -> drill.run(home, InstantSource.system(), System.out));
            System.out.printf(
                    "p99 alone %.2f ms, beside slow headers %.2f ms, beside %.0f bad keys a second %.2f ms; long bodies %s,"
                            + " then %d MB resident; all in %.0f s%n",
                    result.alone().p99Ms(),
                    result.slowHeaders().waits().p99Ms(),
                    result.badKeys().attemptsPerSecond(),
                    result.badKeys().waits().p99Ms(),
                    result.bodies(),
                    result.residentMegabytes(),
                    result.seconds());
            return options.conclude(result.kept(), result.differences());
        }
    }
}
