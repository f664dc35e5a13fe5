package io.molt.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.stack.Home;
import io.molt.cli.stack.StackConfig;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.embedded.EmbeddedFlink;
import io.molt.jobs.embedded.FreePort;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.jobs.learn.LearnJob;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.table.TablesJob;
import io.molt.policy.model.TinyPolicy;
import io.molt.proxy.Proxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the dashboard and the alarms of flink-conf/ ask Prometheus for is there from the start, before anything happens:
 * an increase of a series that begins with its first event is not seen.
 */
class MetricNamesIT {

    private static final Path CONF = Path.of("../flink-conf");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern NAME = Pattern.compile("\\b(?:flink|molt)_\\w+");
    private static final Pattern ALTERNATIVES = Pattern.compile("__name__=~\\\\*\"(\\w+)\\(([\\w|]+)\\)\\\\*\"");
    private static final Pattern REASONS = Pattern.compile("(\\w+)\\{reason=~\"([\\w|]+)\"\\}");
    private static final Pattern SERIES = Pattern.compile("(?m)^((?:flink|molt)_\\w+)(\\{[^}]*\\})? ");
    /** Counted by kind and ending: there when the first turn ends. */
    private static final String TURNS = "molt_turns_total";

    @Test
    void every_metric_that_the_dashboard_and_the_alarms_name_is_one_that_the_jobs_or_the_proxy_register(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Set<String> wanted = new TreeSet<>();
        Set<String> wantedReasons = new TreeSet<>();
        for (String file : new String[] {"prometheus-alarms.yml", "grafana/molt.json"}) {
            String text = Files.readString(CONF.resolve(file));
            wanted.addAll(names(text));
            REASONS.matcher(text).results().forEach(found -> {
                for (String reason : found.group(2).split("\\|", -1)) {
                    wantedReasons.add(found.group(1) + " " + reason);
                }
            });
        }
        assertThat(wanted).hasSizeGreaterThan(30).contains("flink_taskmanager_job_task_operator_bugs", TURNS);
        assertThat(wantedReasons).isNotEmpty();
        wanted.remove(TURNS);

        Set<String> missing = new TreeSet<>(wanted);
        Set<String> missingReasons = new TreeSet<>(wantedReasons);
        try (Home home = Home.take(directory);
                EmbeddedBroker broker = EmbeddedBroker.start(home.kafka(), 0)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()))) {
                TopicSetup.EMBEDDED.create(admin);
            }
            TinyPolicy.unpackTo(home.policy());
            StackConfig config = config(home, broker);
            try (Proxy proxy = Proxy.start(config.proxy(), Clock.systemUTC(), swap -> {});
                    Exposed score = Exposed.start(
                            home, ScoreJob.NAME, ScoreJob::define, config.jobs().score());
                    Exposed learn = Exposed.start(
                            home, LearnJob.NAME, LearnJob::define, config.jobs().learn());
                    Exposed tables = Exposed.start(
                            home,
                            TablesJob.NAME,
                            TablesJob::define,
                            config.jobs().tables())) {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                while (!(missing.isEmpty() && missingReasons.isEmpty()) && System.nanoTime() < deadline) {
                    for (int port : new int[] {proxy.port(), score.port(), learn.port(), tables.port()}) {
                        for (MatchResult series :
                                SERIES.matcher(scrape(port)).results().toList()) {
                            missing.remove(series.group(1));
                            missingReasons.removeIf(each -> isOf(series, each));
                        }
                    }
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(missingReasons).isEmpty();
    }

    /** Names as they stand, and those of which an expression gives the endings; a pattern without an end is left out. */
    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        ALTERNATIVES.matcher(text).results().forEach(found -> {
            for (String ending : found.group(2).split("\\|", -1)) {
                names.add(found.group(1) + ending);
            }
        });
        names.addAll(NAME.matcher(text.replaceAll("__name__=~\\\\*\"[^\"]*\"", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet()));
        return names;
    }

    private static boolean isOf(MatchResult series, String nameAndReason) {
        String[] parts = nameAndReason.split(" ", -1);
        return series.group(1).equals(parts[0])
                && series.group(2) != null
                && series.group(2).contains("reason=\"" + parts[1] + "\"");
    }

    private static StackConfig config(Home home, EmbeddedBroker broker) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String port : new String[] {"proxy.port", "engine.port", "kafka.port", "flink.webPort"}) {
            settings.put(port, "0");
        }
        Map<String, String> complete = new HashMap<>(StackConfig.complete(home, settings));
        complete.put("kafka.brokers", broker.brokers());
        return StackConfig.of(complete, true);
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** A job on a cluster of its own whose metrics Flink's own reporter shows. */
    private record Exposed(JobClient client, int port) implements AutoCloseable {

        static <C> Exposed start(Home home, String job, BiConsumer<StreamExecutionEnvironment, C> define, C config)
                throws Exception {
            int port = FreePort.find();
            Configuration configuration = EmbeddedFlink.job(home.checkpoints(job), Duration.ofSeconds(1), 1)
                    .set(RestOptions.BIND_PORT, "0")
                    .set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32))
                    .set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
            configuration.setString("metrics.reporters", "prom");
            configuration.setString(
                    "metrics.reporter.prom.factory.class",
                    "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
            configuration.setString("metrics.reporter.prom.port", String.valueOf(port));
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
            define.accept(env, config);
            return new Exposed(env.executeAsync(job), port);
        }

        @Override
        public void close() throws Exception {
            client.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
