package io.molt.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.molt.cli.stack.Home;
import io.molt.cli.stack.PropertyFile;
import io.molt.cli.stack.StackConfig;
import io.molt.jobs.kafka.TopicSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;

/** A broker and a proxy as processes of this machine, without an engine and without jobs. */
public final class ProxyProcesses implements AutoCloseable {

    public static final String PROXY = "proxy";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Map<String, String> settings;
    private final ClusterFiles files;
    private final Processes processes;
    private final HttpClient http = HttpClient.newHttpClient();

    private ProxyProcesses(Map<String, String> settings, ClusterFiles files) {
        this.settings = settings;
        this.files = files;
        this.processes = new Processes(files);
    }

    /** Starts both and returns when the proxy answers. */
    public static ProxyProcesses start(Home home, Map<String, String> given) throws Exception {
        ClusterFiles files = ClusterFiles.below(home.directory());
        files.create();
        Map<String, String> settings = StackConfig.complete(home, given);
        StackConfig.of(settings, true);
        PropertyFile.write(files.settings(), settings);
        ProxyProcesses all = new ProxyProcesses(settings, files);
        try {
            ClusterCommands commands = new ClusterCommands(Build.find(), files, new Configuration());
            all.processes.start(Cluster.BROKER, commands.part(Cluster.BROKER, home.directory(), "512m"));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", all.brokers()))) {
                TopicSetup.EMBEDDED.create(admin);
            }
            all.processes.start(PROXY, commands.part(PROXY, home.directory(), "200m"));
            all.awaitProxy();
            return all;
        } catch (Exception e) {
            all.close();
            throw e;
        }
    }

    /** The operating system's number of a process that runs. */
    public long pid(String process) {
        return processes.pid(process);
    }

    /** What a process that runs has in memory, on Linux. */
    public long residentMegabytes(String process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid(process)), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** {@code kill -9}, and returns when it is dead. */
    public void kill(String process) throws InterruptedException {
        processes.kill(process);
    }

    /** Starts again what was killed, on the same port and the same files. */
    public void restart(String process) throws IOException {
        processes.restart(process);
    }

    /** Returns when the proxy answers. */
    public void awaitProxy() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline || !processes.isAlive(PROXY)) {
                throw new IllegalStateException("the proxy did not start; see " + files.logs());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return health().statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<byte[]> health() throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + settings.get("proxy.port") + "/healthz");
        return http.send(
                HttpRequest.newBuilder(page).timeout(REQUEST).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Records that the proxy has lost since it was started. */
    public long dropped() throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(health().body())
                .at("/capture/dropped")
                .asLong();
    }

    public String proxyUrl() {
        return "http://127.0.0.1:" + settings.get("proxy.port") + "/v1";
    }

    public String brokers() {
        return settings.get("kafka.brokers");
    }

    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        processes.startNoMore();
        processes.stop(List.of(PROXY));
        processes.stop(List.of(Cluster.BROKER));
        Files.deleteIfExists(files.processes());
    }
}
