package io.molt.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A JobManager's REST interface. */
public final class FlinkRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> OVER = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;

    FlinkRest(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * One job.
     *
     * @param id as Flink names it
     * @param name as we do
     * @param state such as RUNNING
     */
    public record Job(String id, String name, String state) {

        /** It will never run again. */
        public boolean isOver() {
            return OVER.contains(state);
        }
    }

    public URI address() {
        return address;
    }

    boolean answers() throws InterruptedException {
        try {
            get("/overview");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** TaskManagers that have registered. */
    int taskManagers() throws IOException, InterruptedException {
        return get("/overview").path("taskmanagers").asInt();
    }

    public List<Job> jobs() throws IOException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            jobs.add(new Job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText()));
        }
        return jobs;
    }

    /** Whether every task runs. */
    boolean allTasksRun(String job) throws IOException, InterruptedException {
        JsonNode vertices = get("/jobs/" + job).path("vertices");
        for (JsonNode vertex : vertices) {
            if (vertex.path("tasks").path("RUNNING").asInt()
                    != vertex.path("parallelism").asInt()) {
                return false;
            }
        }
        return !vertices.isEmpty();
    }

    /** Completed and failed checkpoints since the job was submitted. */
    String checkpoints(String job) throws IOException, InterruptedException {
        JsonNode counts = get("/jobs/" + job + "/checkpoints").path("counts");
        return counts.path("completed").asLong() + " completed, "
                + counts.path("failed").asLong() + " failed";
    }

    long completedCheckpoints(String job) throws IOException, InterruptedException {
        return get("/jobs/" + job + "/checkpoints")
                .path("counts")
                .path("completed")
                .asLong();
    }

    /** Stops a job and returns where its state lies. */
    Path stop(String job, Path directory) throws IOException, InterruptedException {
        var body = JSON.createObjectNode()
                .put("targetDirectory", directory.toUri().toString())
                .put("drain", false);
        String trigger = post("/jobs/" + job + "/stop", body.toString())
                .path("request-id")
                .asText();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode answer = get("/jobs/" + job + "/savepoints/" + trigger);
            if (answer.path("status").path("id").asText().equals("COMPLETED")) {
                JsonNode operation = answer.path("operation");
                if (!operation.has("location")) {
                    throw new IOException("job " + job + " could not be stopped with a savepoint: "
                            + operation.path("failure-cause").path("class").asText());
                }
                return Path.of(URI.create(operation.path("location").asText()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("job " + job + " did not stop within " + PATIENCE);
    }

    void cancel(String job) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(address.resolve("/jobs/" + job + "?mode=cancel"))
                .method("PATCH", HttpRequest.BodyPublishers.noBody()));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Flink answers " + response.statusCode() + " to "
                    + response.request().uri().getPath());
        }
        return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    }
}
