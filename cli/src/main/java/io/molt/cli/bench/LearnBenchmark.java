package io.molt.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt bench-learn}: the demo without skills, once per method and seed, side by side. */
@Command(
        name = "bench-learn",
        hidden = true,
        description =
                "Runs the demo without skills for each learning method and seed, and puts the results side by side.")
public final class LearnBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--methods", split = ",", description = "default: ${DEFAULT-VALUE}")
    private List<String> methods = new ArrayList<>(List.of("none", "binary", "opd", "combined"));

    @Option(names = "--seeds", split = ",", description = "default: ${DEFAULT-VALUE}")
    private List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));

    @Option(names = "--out", description = "directory for the reports (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "bench-learn");

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        ArrayNode runs = JSON.createArrayNode();
        int broken = 0;
        System.out.println("| method | seed | agent | before | after | rise | updates | other requests valid"
                + " | contrary rule wins | feedback to served p50 / p95 ms | failed, held |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String method : methods) {
            for (long seed : seeds) {
                JsonNode report = run(method, seed);
                runs.add(report);
                broken += keepsItsPromise(method, report) ? 0 : 1;
                report.path("agents").forEach(agent -> System.out.println(row(report, agent)));
            }
        }
        ObjectNode all = JSON.createObjectNode();
        all.set("runs", runs);
        Files.writeString(
                out.resolve("learn.json"), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
        return broken == 0 ? 0 : 1;
    }

    /** No run may fail or hold a request; that each agent rises enough is promised for combined only. */
    private static boolean keepsItsPromise(String method, JsonNode report) {
        boolean served = report.path("failed_requests").asLong() == 0
                && report.path("held_requests").asLong() == 0;
        boolean promised = method.equals("combined") || method.equals("none");
        return served && (!promised || report.path("kept").asBoolean());
    }

    /** A process of its own each, as the demo's memory and start are part of what it promises. */
    private JsonNode run(String method, long seed) throws IOException, InterruptedException {
        Path file = out.resolve(method + "-" + seed + ".json");
        Files.deleteIfExists(file);
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.molt.cli.Molt", "demo", "--quiet"));
        command.addAll(List.of("--skills", "off", "--method", method, "--seed", String.valueOf(seed)));
        command.addAll(List.of("--report", file.toString()));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.resolve(method + "-" + seed + ".log").toFile())
                .start()
                .waitFor();
        if (!Files.exists(file)) {
            throw new IllegalStateException("the demo with method " + method + " and seed " + seed
                    + " ended with status " + status + " and without a report");
        }
        return JSON.readTree(file.toFile());
    }

    private static String row(JsonNode report, JsonNode agent) {
        JsonNode success = agent.at("/success/skills_off");
        double before = success.path("before").asDouble();
        double after = success.path("after").asDouble();
        return String.format(
                "| %s | %d | %s | %.3f | %.3f | %+.3f | %d | %.2f | %.2f | %d / %d | %d, %d |",
                report.path("method").asText(),
                report.path("seed").asLong(),
                agent.path("agent").asText(),
                before,
                after,
                after - before,
                agent.path("updates").asLong(),
                agent.at("/valid_outside/after").asDouble(),
                agent.at("/contrary_rule/after").asDouble(),
                report.at("/feedback_to_served_ms/p50").asLong(),
                report.at("/feedback_to_served_ms/p95").asLong(),
                report.path("failed_requests").asLong(),
                report.path("held_requests").asLong());
    }
}
