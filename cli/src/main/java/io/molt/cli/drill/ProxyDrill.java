package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import io.molt.cli.cluster.ProxyProcesses;
import io.molt.cli.stack.Home;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.seal.ContentSeal;
import io.molt.schemas.turn.TurnEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that is killed again and again in the middle of streams, now and then while the broker is away and turns lie in
 * the spool.
 *
 * @param seed of the plan
 * @param kills of the proxy
 * @param ack what the proxy promises: async or before-last-byte
 */
record ProxyDrill(long seed, int kills, String ack) {

    private static final int USERS = 8;
    /** Of so many deaths one comes while the broker is away. */
    private static final int BROKER_AWAY_EVERY = 5;

    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration BROKER_AWAY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** After that a record is at the broker or in the spool, whatever the broker does. */
    private static final Duration UNSAFE = Duration.ofSeconds(4);

    ProxyDrillReport run(Home home, PrintStream out) throws Exception {
        long start = System.nanoTime();
        List<Long> deaths = new ArrayList<>();
        List<Seen> seen;
        int broken;
        TopicAudit audit;
        long dropped;
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                ProxyProcesses processes = ProxyProcesses.start(home, settings(upstream.url()))) {
            out.printf("proxy and broker up after %.0f s%n", seconds(start));
            try (StreamingUsers users = StreamingUsers.on(processes.proxyUrl(), USERS, seed)) {
                Random random = new Random(seed);
                for (int i = 0; i < kills; i++) {
                    boolean brokerAway = i % BROKER_AWAY_EVERY == BROKER_AWAY_EVERY / 2;
                    TimeUnit.MILLISECONDS.sleep(LIFE.toMillis() / 2 + random.nextInt((int) LIFE.toMillis()));
                    if (brokerAway) {
                        processes.kill(Cluster.BROKER);
                        TimeUnit.MILLISECONDS.sleep(BROKER_AWAY.toMillis());
                    }
                    deaths.add(System.nanoTime());
                    processes.kill(ProxyProcesses.PROXY);
                    out.printf(
                            "%.1f s kill -9 proxy%s, %d turns seen whole%n",
                            seconds(start),
                            brokerAway ? " while the broker is away" : "",
                            users.seen().size());
                    processes.restart(ProxyProcesses.PROXY);
                    if (brokerAway) {
                        processes.restart(Cluster.BROKER);
                    }
                    processes.awaitProxy();
                }
                TimeUnit.MILLISECONDS.sleep(LIFE.toMillis());
                users.close();
                seen = users.seen();
                broken = users.broken();
            }
            dropped = CaptureGauges.awaitOnline(processes.proxyUrl(), PATIENCE).dropped();
            var seal = ContentSeal.of(processes.settings().get("keys.directory"));
            List<TurnEvent> topic = TopicSnapshot.read(processes.brokers(), Topics.TURNS, Codecs.TURNS, seal);
            audit = TopicAudit.of(seen, topic);
        }
        return new ProxyDrillReport(
                seed,
                seconds(start),
                ack,
                kills,
                seen.size(),
                broken,
                audit.events(),
                audit.repeated(),
                audit.missing().size(),
                differences(audit, deaths, dropped));
    }

    private Map<String, String> settings(String upstream) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("capture.ack", ack);
        settings.put("upstream.url", upstream);
        settings.put("upstream.trained", "false");
        settings.put("skills.enabled", "false");
        for (String port : new String[] {"proxy.port", "engine.port", "kafka.port", "flink.webPort"}) {
            settings.put(port, "0");
        }
        return settings;
    }

    private List<String> differences(TopicAudit audit, List<Long> deaths, long dropped) {
        List<String> differences = new ArrayList<>();
        for (Seen turn : audit.missing()) {
            boolean unacknowledged = deaths.stream()
                    .anyMatch(death ->
                            death > turn.endNanos() - UNSAFE.toNanos() && death - turn.endNanos() < UNSAFE.toNanos());
            if (ack.equals("before-last-byte") || !unacknowledged) {
                differences.add("turn " + turn.turnId() + " was seen whole and is not on the topic");
            }
        }
        audit.disordered().forEach(session -> differences.add("events of " + session + " are out of order"));
        if (dropped > 0) {
            differences.add(dropped + " records were dropped");
        }
        return differences;
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
