package io.molt.cli.drill.hostile;

import io.molt.cli.cluster.ProxyProcesses;
import io.molt.cli.stack.Home;
import io.molt.proxy.access.ClientKey;
import io.molt.proxy.access.KeysFile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An agent with a key before a proxy that needs one, beside attackers.
 *
 * @param rounds of all parts in turn, of which the middle one counts
 * @param part how long each takes
 * @param connections that send headers byte by byte
 * @param keysPerSecond that nobody has
 * @param bodies of 32 MB at once
 */
public record HostileDrill(int rounds, Duration part, int connections, int keysPerSecond, int bodies) {

    private static final int LONGEST_BODY = 32 << 20;
    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}";

    /** Runs it on a directory of its own. */
    public HostileReport run(Home home, InstantSource clock, PrintStream out) throws Exception {
        long start = System.nanoTime();
        ClientKey.Drawn key = ClientKey.draw("good", "", Optional.empty(), clock.millis(), new SecureRandom());
        new KeysFile(Home.clientKeysOf(home.directory())).add(key.key());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (ProxyProcesses processes = ProxyProcesses.start(home, settings(upstream(vertx)))) {
            out.printf("proxy and broker up after %.0f s%n", (System.nanoTime() - start) / 1e9);
            int port = URI.create(processes.proxyUrl()).getPort();
            Agent agent = new Agent(processes.proxyUrl(), key.text());
            agent.ask(part.multipliedBy(2)); // compiled by now
            List<Waits> alone = new ArrayList<>();
            Beside slow = new Beside(() -> SlowHeaders.on(port, connections));
            Beside keys = new Beside(() -> BadKeys.on(port, keysPerSecond));
            for (int round = 0; round < rounds; round++) {
                alone.add(agent.ask(part));
                slow.measure(agent, part);
                alone.add(agent.ask(part));
                keys.measure(agent, part);
                out.printf("round %d of %d%n", round + 1, rounds);
            }
            Map<String, Integer> statuses = new LongBodies(port, key.text(), bodies, LONGEST_BODY).send();
            agent.ask(part); // it lives
            Waits middle = Waits.middle(alone);
            HostileReport.Beside besideSlow = slow.report(middle, part);
            HostileReport.Beside besideKeys = keys.report(middle, part);
            return new HostileReport(
                    (System.nanoTime() - start) / 1e9,
                    middle,
                    besideSlow,
                    besideKeys,
                    statuses,
                    processes.residentMegabytes(ProxyProcesses.PROXY),
                    HostileReport.differences(middle, besideSlow, besideKeys, statuses));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The agent beside one kind of attack. */
    private static final class Beside {

        private final Supplier<Attack> attack;
        private final List<Waits> waits = new ArrayList<>();
        private long attempts;

        Beside(Supplier<Attack> attack) {
            this.attack = attack;
        }

        void measure(Agent agent, Duration part) throws Exception {
            try (Attack going = attack.get()) {
                agent.ask(part.dividedBy(2)); // until all attackers are there
                long before = going.attempts();
                waits.add(agent.ask(part));
                attempts += going.attempts() - before;
            }
        }

        HostileReport.Beside report(Waits alone, Duration part) {
            Waits middle = Waits.middle(waits);
            double perSecond = attempts / (waits.size() * (part.toMillis() / 1e3));
            return new HostileReport.Beside(middle, attempts, perSecond, middle.p99Ms() / alone.p99Ms());
        }
    }

    /** Answers at once. */
    private static String upstream(Vertx vertx) {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true))
                .requestHandler(request -> {
                    request.handler(ignored -> {});
                    request.endHandler(end -> request.response()
                            .putHeader("content-type", "application/json")
                            .end(ANSWER));
                });
        server.listen().toCompletionStage().toCompletableFuture().join();
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    private static Map<String, String> settings(String upstream) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("access.required", "true");
        settings.put("upstream.url", upstream);
        settings.put("upstream.trained", "false");
        for (String port : new String[] {"proxy.port", "engine.port", "kafka.port", "flink.webPort"}) {
            settings.put(port, "0");
        }
        return settings;
    }
}
