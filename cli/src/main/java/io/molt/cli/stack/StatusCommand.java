package io.molt.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt status}: what runs on a home, what it has served and learned. */
@Command(name = "status", description = "Says what runs on a home directory, and what it has served and learned.")
public final class StatusCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_RUNNING = 3;

    @Option(names = "--home", description = "directory of the installation (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".molt");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    @Override
    public Integer call() throws Exception {
        Properties running = new Properties();
        Path file = home.resolve("stack.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                running.load(reader);
            }
        }
        if (running.isEmpty() || !Home.isTaken(home)) {
            System.out.println("molt does not run on " + home);
            return NOT_RUNNING;
        }
        System.out.println("molt runs on " + home + " as process " + running.getProperty("pid"));
        for (String name : new String[] {"proxy", "engine", "flink", "kafka"}) {
            System.out.printf("%-7s %s%n", name, running.getProperty(name));
        }
        jobs(running.getProperty("flink"));
        metrics(running.getProperty("proxy").replace("/v1", ""));
        return 0;
    }

    private void jobs(String flink) throws IOException, InterruptedException {
        for (JsonNode job : JSON.readTree(get(flink + "/jobs/overview")).path("jobs")) {
            JsonNode checkpoints =
                    JSON.readTree(get(flink + "/jobs/" + job.path("jid").asText() + "/checkpoints"));
            System.out.printf(
                    "job     %-10s %-10s checkpoints %d, failed %d%n",
                    job.path("name").asText(),
                    job.path("state").asText(),
                    checkpoints.path("counts").path("completed").asLong(),
                    checkpoints.path("counts").path("failed").asLong());
            new JobMetrics(flink)
                    .of(job.path("jid").asText())
                    .forEach((name, value) -> System.out.printf("metric  %-56s %s%n", name, value));
        }
    }

    private void metrics(String proxy) throws IOException, InterruptedException {
        String metrics = get(proxy + "/metrics");
        if (metrics.startsWith("{")) {
            System.out.printf("metrics %s/metrics wants a key here, as x-api-key%n", proxy);
        }
        metrics.lines()
                .filter(line -> line.startsWith("molt_"))
                .filter(line -> !line.contains("_bucket") && !line.contains("_seconds_max"))
                .forEach(line -> System.out.println("metric  " + line));
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
