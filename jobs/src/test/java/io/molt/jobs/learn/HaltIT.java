package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.ChildJvm;
import io.molt.jobs.TestKafka;
import io.molt.jobs.learn.HaltingLearnJob.Point;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Refold;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that trains dies at the worst points; the next one goes on as if nothing had been. */
class HaltIT {

    private static final int VERSIONS = 4;
    private static final int BATCH = 2;
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Point.class, mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void a_process_that_dies_at_any_point_of_a_step_leaves_every_version_once_and_the_same(Point point)
            throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "kafka.brokers", kafka.brokers(),
                    "policy.directory",
                            TinyPolicy.unpackTo(directory.resolve("policy")).toString(),
                    "adapters.directory", directory.resolve("adapters").toString(),
                    "batch.size", String.valueOf(BATCH),
                    "learn.passes", "1",
                    "skills.enabled", "false"));
            LearnJobConfig config = LearnJobConfig.from(new Settings(settings));
            List<LogEntry> log = write(kafka, new OfficeLog(PolicyDirectory.open(config.policy()), "ada", 7));

            Process dying = run(point, 1, settings);
            assertThat(dying.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("died")
                    .isTrue();
            assertThat(dying.exitValue()).isEqualTo(HaltingLearnJob.HALTED);

            Process next = run(Point.NOWHERE, 0, settings);
            try {
                List<AdapterVersion> announced =
                        kafka.read(Topics.ADAPTERS, Codecs.ADAPTERS, versions -> versions.stream()
                                .anyMatch(version -> version.version() >= VERSIONS));
                everyVersionIsThereAndTheSame(announced, config.adapters().open());
            } finally {
                next.destroyForcibly().waitFor();
            }
            try (var trainer = LearnJob.trainer(config).gated()) {
                Refold.Result refolded = new Refold(
                                config.learning(), trainer, config.adapters().open(), directory.resolve("scratch"))
                        .read(log);
                assertThat(refolded.differences()).isEmpty();
                assertThat(refolded.equal()).isGreaterThanOrEqualTo(VERSIONS);
            }
        }
    }

    private static void everyVersionIsThereAndTheSame(List<AdapterVersion> announced, AdapterStore store)
            throws IOException {
        Map<Long, AdapterVersion> versions = new HashMap<>();
        for (AdapterVersion version : announced) {
            AdapterVersion before = versions.putIfAbsent(version.version(), version);
            assertThat(before == null ? version : before).isEqualTo(version);
            assertThat(store.manifest("ada", version.version())).contains(version);
        }
        for (long version = 1; version <= VERSIONS; version++) {
            assertThat(versions).containsKey(version);
        }
    }

    private static List<LogEntry> write(TestKafka kafka, OfficeLog office) throws Exception {
        List<LogEntry> log = new ArrayList<>();
        for (int i = 0; i < 2 * VERSIONS * BATCH; i++) {
            LogEntry entry = office.next();
            log.add(entry);
            kafka.send(Topics.SCORED, entry.position().agentId(), Codecs.SCORED.encode(entry));
        }
        return log;
    }

    private Process run(Point point, int passed, Map<String, String> settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                point.name(),
                String.valueOf(passed),
                directory.resolve("checkpoints").toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of(key, value)));
        return ChildJvm.start("700m", Path.of("target", "halt.log"), HaltingLearnJob.class.getName(), arguments);
    }
}
