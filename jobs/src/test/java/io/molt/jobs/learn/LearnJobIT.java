package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.RunningJob;
import io.molt.jobs.TestKafka;
import io.molt.operators.lora.Refold;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.train.DjlTrainer;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.skill.SkillVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the built-in policy, the real trainer, a real broker and a real cluster. */
class LearnJobIT {

    private static final int BATCH = 2;

    @TempDir
    private Path directory;

    @Test
    void a_job_that_dies_between_batches_publishes_every_version_once_with_the_bytes_of_an_offline_refold()
            throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            LearnJobConfig config = config(kafka, TinyPolicy.unpackTo(directory.resolve("policy")));
            PolicyDirectory policy = PolicyDirectory.open(config.policy());
            OfficeLog office = new OfficeLog(policy, "ada", 7);
            List<LogEntry> log = new ArrayList<>();
            Path checkpoints = directory.resolve("checkpoints");

            try (RunningJob unused = RunningJob.start(checkpoints, env -> LearnJob.define(env, config))) {
                write(kafka, office, log, 4 * BATCH);
                versions(kafka, 1);
            }
            try (RunningJob unused = RunningJob.start(checkpoints, env -> LearnJob.define(env, config))) {
                write(kafka, office, log, 4 * BATCH);
                List<AdapterVersion> versions = versions(kafka, 3);

                assertThat(versions).extracting(AdapterVersion::version).contains(1L, 2L, 3L);
                assertThat(versions.stream().distinct().count())
                        .isEqualTo(versions.stream()
                                .map(AdapterVersion::version)
                                .distinct()
                                .count());
                assertThat(versions).anyMatch(version -> version.report().status() == VersionStatus.ACCEPTED);
                List<SkillVersion> skills = kafka.read(Topics.SKILLS, Codecs.SKILLS, some -> !some.isEmpty());
                assertThat(skills)
                        .allSatisfy(skill -> assertThat(skill.agentId()).isEqualTo("ada"));
                assertThat(log.toString())
                        .contains(skills.get(0).text().description().split(" ", 2)[1]);
            }
            try (DjlTrainer trainer = new DjlTrainer(policy)) {
                Refold.Result refolded = new Refold(
                                config.learning(),
                                trainer,
                                config.adapters().open(),
                                directory.resolve("scratch"))
                        .read(log);

                assertThat(refolded.differences()).isEmpty();
                assertThat(refolded.equal()).isGreaterThanOrEqualTo(3);
            }
        }
    }

    private static void write(TestKafka kafka, OfficeLog office, List<LogEntry> log, int turns) throws Exception {
        for (int i = 0; i < turns; i++) {
            LogEntry entry = office.next();
            log.add(entry);
            kafka.send(Topics.SCORED, entry.position().agentId(), Codecs.SCORED.encode(entry));
        }
    }

    private static List<AdapterVersion> versions(TestKafka kafka, long newest) throws Exception {
        return kafka.read(Topics.ADAPTERS, Codecs.ADAPTERS, versions -> versions.stream()
                .anyMatch(version -> version.version() >= newest));
    }

    private LearnJobConfig config(TestKafka kafka, Path policy) {
        Settings settings = new Settings(Map.of(
                "kafka.brokers", kafka.brokers(),
                "policy.directory", policy.toString(),
                "adapters.directory", directory.resolve("adapters").toString(),
                "batch.size", String.valueOf(BATCH),
                "learn.passes", "1",
                "skills.threshold", "1"));
        LearnJobConfig config = LearnJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }
}
