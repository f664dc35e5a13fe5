package io.molt.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** What molt's operators count, asked of Flink's web server; docs/operations.md says what each means. */
public final class JobMetrics {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Of all that Flink measures, what molt's own operators do; before the name stands the operator's. */
    private static final Pattern OURS = Pattern.compile(
            "[a-zA-Z_]+\\.(reason\\.\\w+\\.)?(turns\\w+|outcomesIn|bugs|rejected\\w*|votes\\w+|unscored\\.\\w+"
                    + "|judge\\w+|entries\\w+|rewardMean|pending|batch\\w+|lag|commandsIgnored|steps\\w*|loss|klBase|gradNorm"
                    + "|stepSeconds|queued|published|feedbackToPublishedMillis|cleaningFailed)");
    /** Gauges, which several subtasks do not add up to. */
    private static final Pattern HIGHEST = Pattern.compile(".*(Mean|Max|Millis|lag|loss|klBase|gradNorm|stepSeconds)");

    private final String flink;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * Metrics of a cluster.
     *
     * @param flink address of its web server, without a slash at the end
     */
    public JobMetrics(String flink) {
        this.flink = flink;
    }

    /** Operator and name to value, of one job; counters and queues summed over subtasks, other gauges the highest. */
    public SortedMap<String, Double> of(String jobId) throws IOException, InterruptedException {
        SortedMap<String, Double> values = new TreeMap<>();
        for (JsonNode vertex : get("/jobs/" + jobId).path("vertices")) {
            String metrics = "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
            List<String> ours = StreamSupport.stream(get(metrics).spliterator(), false)
                    .map(metric -> metric.path("id").asText())
                    .filter(id -> OURS.matcher(id).matches())
                    .toList();
            for (String id : ours) {
                JsonNode value = get(metrics + "?get=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                        .path(0);
                String aggregate = HIGHEST.matcher(id).matches() ? "max" : "sum";
                values.put(id, value.path(aggregate).asDouble());
            }
        }
        return values;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(flink + path))
                .timeout(TIMEOUT)
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
