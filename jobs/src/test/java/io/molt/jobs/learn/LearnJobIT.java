package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.RunningJob;
import io.molt.jobs.TestKafka;
import io.molt.operators.lora.AdapterStore;
import io.molt.operators.lora.Refold;
import io.molt.operators.lora.TrainingHead;
import io.molt.policy.model.PolicyDirectory;
import io.molt.policy.model.TinyPolicy;
import io.molt.policy.train.DjlTrainer;
import io.molt.policy.train.TrainingBackend;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.control.ControlKind;
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
            LearnJobConfig config = config(
                    kafka,
                    TinyPolicy.unpackTo(directory.resolve("policy")),
                    directory.resolve("adapters").toString(),
                    true);
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
            Refold.Result refolded = refold(config, policy, log);
            assertThat(refolded.differences()).isEmpty();
            assertThat(refolded.equal()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void a_rollback_and_a_wish_to_be_forgotten_reach_the_weights_in_a_store_without_rename() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            LearnJobConfig config =
                    config(kafka, TinyPolicy.unpackTo(directory.resolve("policy")), "s3://adapters/learn-job", false);
            PolicyDirectory policy = PolicyDirectory.open(config.policy());
            OfficeLog office = new OfficeLog(policy, "ada", 11);
            List<LogEntry> log = new ArrayList<>();
            String forgotten;
            Path checkpoints = directory.resolve("checkpoints");
            try (RunningJob unused = RunningJob.start(checkpoints, env -> LearnJob.define(env, config))) {
                write(kafka, office, log, 3 * BATCH);
                versions(kafka, 3);
            }

            try (RunningJob unused = RunningJob.start(checkpoints, env -> LearnJob.define(env, config))) {
                write(kafka, log, office.command(ControlKind.ROLLBACK, Map.of("version", "1")));
                forgotten = office.session(1);
                write(kafka, log, office.command(ControlKind.FORGET, Map.of("sessionId", forgotten)));
                write(kafka, office, log, 2 * BATCH + 1);
                versions(kafka, 5);
            }

            AdapterStore store = config.adapters().open();
            AdapterVersion first = store.manifest("ada", 1).orElseThrow();
            AdapterVersion fourth = store.manifest("ada", 4).orElseThrow();
            assertThat(fourth.lineage().parent())
                    .isEqualTo(TrainingHead.of(first).accepted());
            assertThat(fourth.lineage().rollback()).isEqualTo("command " + (3 * BATCH + 1));
            assertThat(fourth.lineage().turnIds()).doesNotContain("ada-" + forgotten.substring(1));
            Refold.Result refolded = refold(config, policy, log);
            assertThat(refolded.differences()).isEmpty();
            assertThat(refolded.explained()).isEmpty();
            assertThat(refolded.equal()).isEqualTo(5);
        }
    }

    private Refold.Result refold(LearnJobConfig config, PolicyDirectory policy, List<LogEntry> log) throws Exception {
        try (TrainingBackend trainer =
                new DjlTrainer(policy).gated(config.learning().quality().maxDrop())) {
            return new Refold(config.learning(), trainer, config.adapters().open(), directory.resolve("scratch"))
                    .read(log);
        }
    }

    private static void write(TestKafka kafka, OfficeLog office, List<LogEntry> log, int turns) throws Exception {
        for (int i = 0; i < turns; i++) {
            write(kafka, log, office.next());
        }
    }

    private static void write(TestKafka kafka, List<LogEntry> log, LogEntry entry) throws Exception {
        log.add(entry);
        kafka.send(Topics.SCORED, entry.position().agentId(), Codecs.SCORED.encode(entry));
    }

    private static List<AdapterVersion> versions(TestKafka kafka, long newest) throws Exception {
        return kafka.read(Topics.ADAPTERS, Codecs.ADAPTERS, versions -> versions.stream()
                .anyMatch(version -> version.version() >= newest));
    }

    private static LearnJobConfig config(TestKafka kafka, Path policy, String adapters, boolean skills) {
        Settings settings = new Settings(Map.of(
                "kafka.brokers",
                kafka.brokers(),
                "policy.directory",
                policy.toString(),
                "adapters.directory",
                adapters,
                "skills.enabled",
                String.valueOf(skills),
                "batch.size",
                String.valueOf(BATCH),
                "learn.passes",
                "1",
                "skills.threshold",
                "1"));
        LearnJobConfig config = LearnJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }
}
