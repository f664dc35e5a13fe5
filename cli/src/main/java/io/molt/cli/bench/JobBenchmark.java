package io.molt.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.jobs.kafka.TopicSetup;
import io.molt.jobs.score.ScoreJob;
import io.molt.jobs.score.ScoreJobConfig;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.policy.files.DurableFiles;
import io.molt.schemas.Topics;
import io.molt.schemas.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code molt bench-job}: ScoreJob beside a job that only copies, and how long a restore takes. */
@Command(
        name = "bench-job",
        hidden = true,
        description = "Times ScoreJob beside a job with the same source and sink that only copies, and a restore.")
public final class JobBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TURNS_PER_SESSION = 10;
    private static final int RUNS = 3;
    private static final String COPIES = "bench.copies";
    private static final double LEAST_RATIO = 0.5;
    private static final double LONGEST_RESTORE_SECONDS = 30;

    @Option(names = "--turns", description = "turns to score (default: ${DEFAULT-VALUE})")
    private int turns = 100_000;

    @Option(names = "--sessions", description = "open sessions to restore (default: ${DEFAULT-VALUE})")
    private int sessions = 100_000;

    @Option(names = "--out", description = "the report (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("target", "bench-job.json");

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("molt-bench");
        try {
            ObjectNode report = JSON.createObjectNode();
            throughput(directory.resolve("throughput"), report.putObject("throughput"));
            restore(directory.resolve("restore"), report.putObject("restore"));
            Files.createDirectories(out.toAbsolutePath().getParent());
            Files.writeString(out, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
            System.out.println(report.toPrettyString());
            boolean kept = report.at("/throughput/ratio").asDouble() >= LEAST_RATIO
                    && report.at("/restore/seconds").asDouble() < LONGEST_RESTORE_SECONDS;
            return kept ? 0 : 1;
        } finally {
            DurableFiles.deleteTree(directory);
        }
    }

    private void throughput(Path directory, ObjectNode report) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = prepared(broker)) {
            try (BenchTurns input = new BenchTurns(broker.brokers(), 1)) {
                input.sessions("s", turns / TURNS_PER_SESSION, TURNS_PER_SESSION, true);
                report.put("turns", input.written() / 2).put("bytes_per_turn", input.bytesPerTurn());
            }
            List<Double> copying = new ArrayList<>();
            List<Double> scoring = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                copying.add(copy(broker.brokers()).secondsToTheEnd(admin, directory.resolve("copy-" + run)));
                scoring.add(score(broker.brokers()).secondsToTheEnd(admin, directory.resolve("score-" + run)));
            }
            put(report.putArray("copy_seconds"), copying);
            put(report.putArray("score_seconds"), scoring);
            report.put("copy_turns_per_second", Math.round(turns / median(copying)))
                    .put("score_turns_per_second", Math.round(turns / median(scoring)))
                    .put("ratio", median(copying) / median(scoring));
        }
    }

    private void restore(Path directory, ObjectNode report) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = prepared(broker)) {
            try (BenchTurns input = new BenchTurns(broker.brokers(), 2)) {
                input.sessions("o", sessions, 1, false);
            }
            Path checkpoints = directory.resolve("checkpoints");
            score(broker.brokers()).secondsToTheEnd(admin, checkpoints);
            report.put("open_sessions", sessions)
                    .put("checkpoint_bytes", size(checkpoints))
                    .put("seconds", score(broker.brokers()).secondsToRestore(checkpoints));
        }
    }

    private static Admin prepared(EmbeddedBroker broker) throws Exception {
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.brokers()));
        TopicSetup.EMBEDDED.create(admin);
        admin.createTopics(List.of(new NewTopic(COPIES, 2, (short) 1))).all().get();
        return admin;
    }

    private static BenchJob score(String brokers) {
        Settings settings = new Settings(Map.of("kafka.brokers", brokers));
        ScoreJobConfig config = ScoreJobConfig.from(settings);
        settings.refuseProblems();
        return new BenchJob(ScoreJob.NAME, env -> ScoreJob.define(env, config));
    }

    private static BenchJob copy(String brokers) {
        KafkaEnds kafka = new KafkaEnds(KafkaConfig.from(new Settings(Map.of("kafka.brokers", brokers))), "bench-copy");
        return new BenchJob("bench-copy", env -> defineCopy(env, kafka));
    }

    private static void defineCopy(StreamExecutionEnvironment env, KafkaEnds kafka) {
        env.fromSource(kafka.source(Topics.TURNS), WatermarkStrategy.noWatermarks(), "turns")
                .uid("turns")
                .keyBy(KafkaRecord::key)
                .map(record -> new Encoded(record.key(), record.value()))
                .returns(Encoded.class)
                .uid("copy")
                .sinkTo(kafka.exactlyOnce(COPIES))
                .uid("copies");
    }

    private static void put(ArrayNode array, List<Double> seconds) {
        seconds.forEach(array::add);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long size(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
