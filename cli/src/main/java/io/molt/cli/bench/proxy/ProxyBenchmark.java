package io.molt.cli.bench.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.cli.cluster.ProxyProcesses;
import io.molt.cli.stack.Home;
import io.molt.jobs.embedded.FreePort;
import io.molt.policy.files.DurableFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt bench-proxy}: the proxy beside nginx and beside nothing. */
@Command(
        name = "bench-proxy",
        hidden = true,
        description = {
            "Loads one upstream directly, through nginx and through molt with its record on: requests per second,",
            "latency at one connection, paced streams, memory; exit status 1 if a bound is broken."
        })
public final class ProxyBenchmark implements Callable<Integer> {

    /** A proxy that has just been started is compiling for most of a minute on two cores. */
    private static final int WARM_UP_SECONDS = 90;

    private static final String MOLT = "molt";
    private static final String NGINX = "nginx";
    private static final String DIRECT = "direct";

    /** What is measured. */
    private enum Part {
        RATE,
        STREAMS
    }

    @Option(names = "--only", split = ",", description = "of: ${COMPLETION-CANDIDATES}; in any case (default: all)")
    private List<Part> only = Arrays.asList(Part.values());

    @Option(names = "--seconds", description = "of one load (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--rounds",
            description = "of all loads in turn, of which the middle one counts (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--connections", description = "that load side by side (default: ${DEFAULT-VALUE})")
    private int connections = 32;

    @Option(names = "--streams", description = "side by side (default: ${DEFAULT-VALUE})")
    private int streams = 256;

    @Option(names = "--out", description = "the report (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "bench-proxy.json");

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("molt-bench");
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        try {
            boolean kept = measure(directory, report);
            report.put("kept", kept);
            Files.createDirectories(out.toAbsolutePath().getParent());
            Files.writeString(out, report.toPrettyString());
            System.out.println(report.toPrettyString());
            return kept ? 0 : 1;
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private boolean measure(Path directory, ObjectNode report) throws Exception {
        boolean kept = true;
        int mock = FreePort.find();
        try (PacedUpstream paced = PacedUpstream.start();
                Nginx upstream = Nginx.start(directory, "mock.conf", Map.of(), mock)) {
            if (only.contains(Part.RATE)) {
                kept = rates(directory, mock, report);
            }
            if (only.contains(Part.STREAMS)) {
                kept &= streams(directory, paced.port(), report);
            }
        }
        return kept;
    }

    /** Runs a load on each of the three in turn. */
    private interface Load {

        void on(Map<String, String> urls, ProxyProcesses molt) throws Exception;
    }

    private void beforeAll(Path directory, int upstream, Load load) throws Exception {
        int gateway = FreePort.find();
        Path home = Files.createDirectories(directory.resolve("home-" + upstream));
        try (Nginx nginx =
                        Nginx.start(directory, "gateway.conf", Map.of("upstream", String.valueOf(upstream)), gateway);
                Home owned = Home.take(home);
                ProxyProcesses molt = ProxyProcesses.start(owned, settings(upstream))) {
            Map<String, String> urls = new LinkedHashMap<>();
            urls.put(DIRECT, "http://127.0.0.1:" + upstream + "/v1");
            urls.put(NGINX, "http://127.0.0.1:" + gateway + "/v1");
            urls.put(MOLT, molt.proxyUrl());
            load.on(urls, molt);
        }
    }

    private static Map<String, String> settings(int upstream) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("upstream.url", "http://127.0.0.1:" + upstream + "/v1");
        settings.put("upstream.trained", "false");
        for (String port : new String[] {"proxy.port", "engine.port", "kafka.port", "flink.webPort"}) {
            settings.put(port, "0");
        }
        return settings;
    }

    private boolean rates(Path directory, int mock, ObjectNode report) throws Exception {
        Path script = directory.resolve("agents.lua");
        Files.writeString(script, Nginx.resource("agents.lua"));
        Map<String, List<Wrk>> one = new TreeMap<>();
        Map<String, List<Wrk>> many = new TreeMap<>();
        long[] rss = new long[1];
        long[] dropped = new long[1];
        beforeAll(directory, mock, (urls, molt) -> {
            Wrk.run(urls.get(MOLT), script, connections, WARM_UP_SECONDS);
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, String> url : urls.entrySet()) {
                    one.computeIfAbsent(url.getKey(), unseen -> new ArrayList<>())
                            .add(Wrk.run(url.getValue(), script, 1, seconds));
                    many.computeIfAbsent(url.getKey(), unseen -> new ArrayList<>())
                            .add(Wrk.run(url.getValue(), script, connections, seconds));
                }
                rss[0] = Math.max(rss[0], molt.residentMegabytes(ProxyProcesses.PROXY));
            }
            dropped[0] = molt.dropped();
        });
        for (String name : List.of(DIRECT, NGINX, MOLT)) {
            Wrk single = middle(one.get(name), Comparator.comparingDouble(Wrk::p50Millis));
            Wrk loaded = middle(many.get(name), Comparator.comparingDouble(Wrk::perSecond));
            long failed = many.get(name).stream().mapToLong(Wrk::failed).sum()
                    + one.get(name).stream().mapToLong(Wrk::failed).sum();
            report.putObject(name)
                    .put("rps", loaded.perSecond())
                    .put("p50_ms", single.p50Millis())
                    .put("p99_ms", single.p99Millis())
                    .put("p50_loaded_ms", loaded.p50Millis())
                    .put("p99_loaded_ms", loaded.p99Millis())
                    .put("failed", failed);
        }
        report.put("rss_mb", rss[0]).put("dropped", dropped[0]);
        double ratio =
                report.at("/molt/rps").asDouble() / report.at("/nginx/rps").asDouble();
        double added = report.at("/molt/p50_ms").asDouble()
                - report.at("/direct/p50_ms").asDouble();
        double tail = report.at("/molt/p99_ms").asDouble()
                / report.at("/nginx/p99_ms").asDouble();
        report.putObject("bounds")
                .put("rps_of_nginx", ratio)
                .put("rps_of_nginx_at_least", 0.5)
                .put("added_p50_ms", added)
                .put("added_p50_ms_at_most", 0.3)
                .put("p99_of_nginx", tail)
                .put("p99_of_nginx_at_most", 2)
                .put("rss_mb_at_most", 400);
        return ratio >= 0.5
                && added <= 0.3
                && tail <= 2
                && rss[0] <= 400
                && dropped[0] == 0
                && report.at("/molt/failed").asLong() == 0;
    }

    private static Wrk middle(List<Wrk> runs, Comparator<Wrk> by) {
        return runs.stream().sorted(by).skip(runs.size() / 2).findFirst().orElseThrow();
    }

    private boolean streams(Path directory, int paced, ObjectNode report) throws Exception {
        Map<String, List<StreamTimes>> all = new TreeMap<>();
        long[] rss = new long[1];
        long[] dropped = new long[1];
        beforeAll(directory, paced, (urls, molt) -> {
            try (StreamClient client = new StreamClient(streams)) {
                client.run(urls.get(MOLT), WARM_UP_SECONDS);
                for (int round = 0; round < rounds; round++) {
                    for (Map.Entry<String, String> url : urls.entrySet()) {
                        all.computeIfAbsent(url.getKey(), unseen -> new ArrayList<>())
                                .add(client.run(url.getValue(), seconds));
                    }
                    rss[0] = Math.max(rss[0], molt.residentMegabytes(ProxyProcesses.PROXY));
                }
            }
            dropped[0] = molt.dropped();
        });
        ObjectNode sse = report.putObject("sse")
                .put("streams", streams)
                .put("rss_mb", rss[0])
                .put("dropped", dropped[0]);
        for (String name : List.of(DIRECT, NGINX, MOLT)) {
            middle(all.get(name)).into(sse.putObject(name));
        }
        double first = sse.at("/molt/first_p99_ms").asDouble()
                - sse.at("/direct/first_p99_ms").asDouble();
        double gap = sse.at("/molt/gap_p99_ms").asDouble()
                - sse.at("/direct/gap_p99_ms").asDouble();
        long wrong = all.get(MOLT).stream().mapToLong(StreamTimes::wrong).sum();
        sse.put("added_first_p99_ms", first)
                .put("added_first_p99_ms_at_most", 2)
                .put("added_gap_p99_ms", gap)
                .put("added_gap_p99_ms_at_most", 1)
                .put("wrong", wrong);
        return first <= 2 && gap <= 1 && wrong == 0 && rss[0] <= 400 && dropped[0] == 0;
    }

    private static StreamTimes middle(List<StreamTimes> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(StreamTimes::firstP99Millis))
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
