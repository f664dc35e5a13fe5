package io.molt.cli.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.jobs.embedded.EmbeddedBroker;
import io.molt.jobs.kafka.KafkaConfig;
import io.molt.jobs.kafka.KafkaEnds;
import io.molt.operators.wire.Encoded;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * ScoreJob beside a job with the same source and sink that only copies, in turn. Both open sealed turns; what ScoreJob writes it
 * seals again, and the copies are not sealed.
 *
 * @param turns to score
 */
record Throughput(int turns) implements BenchPart {

    private static final int TURNS_PER_SESSION = 10;
    private static final int RUNS = 3;
    private static final String COPIES = "bench.copies";
    private static final double LEAST_RATIO = 0.5;

    @Override
    public boolean run(Path directory, ObjectNode report) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = BenchJob.prepared(broker)) {
            admin.createTopics(List.of(new NewTopic(COPIES, 2, (short) 1)))
                    .all()
                    .get();
            String keys = directory.resolve("keys").toString();
            try (BenchTurns input = new BenchTurns(broker.brokers(), keys, 1)) {
                input.sessions("s", turns / TURNS_PER_SESSION, TURNS_PER_SESSION, true);
                report.put("turns", input.written() / 2).put("bytes_per_turn", input.bytesPerTurn());
            }
            List<Double> copying = new ArrayList<>();
            List<Double> scoring = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                copying.add(copy(broker.brokers(), keys).secondsToTheEnd(admin, directory.resolve("copy-" + run)));
                scoring.add(BenchJob.score(broker.brokers(), keys)
                        .secondsToTheEnd(admin, directory.resolve("score-" + run)));
            }
            put(report.putArray("copy_seconds"), copying);
            put(report.putArray("score_seconds"), scoring);
            double ratio = median(copying) / median(scoring);
            report.put("copy_turns_per_second", Math.round(turns / median(copying)))
                    .put("score_turns_per_second", Math.round(turns / median(scoring)))
                    .put("ratio", ratio)
                    .put("least_ratio", LEAST_RATIO);
            return ratio >= LEAST_RATIO;
        }
    }

    private static BenchJob copy(String brokers, String keys) {
        Settings settings = new Settings(Map.of("kafka.brokers", brokers, "keys.directory", keys));
        KafkaEnds kafka = new KafkaEnds(KafkaConfig.from(settings), "bench-copy");
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
}
