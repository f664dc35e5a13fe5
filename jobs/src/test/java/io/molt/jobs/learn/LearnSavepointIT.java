package io.molt.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.KeptSavepoint;
import io.molt.jobs.TestKafka;
import io.molt.policy.model.TinyPolicy;
import io.molt.schemas.Topics;
import io.molt.schemas.adapter.AdapterVersion;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns that wait for their batch, and the number of the next version, outlive a new version of molt. */
class LearnSavepointIT {

    private static final KeptSavepoint SAVEPOINT = new KeptSavepoint("learn");

    @TempDir
    private Path directory;

    @Test
    void the_savepoint_that_an_earlier_commit_made_restores_and_its_batch_is_filled() throws Exception {
        if (KeptSavepoint.isToBeMade()) {
            make();
        }
        assertThat(SAVEPOINT.bytes()).hasSizeLessThan(1_000_000);
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            LearnJobConfig config = config(kafka, "new");
            before(kafka);

            try (KeptSavepoint.Run unused =
                    SAVEPOINT.restored(directory.resolve("run"), env -> LearnJob.define(env, config))) {
                write(kafka, 8, -1);
                List<AdapterVersion> versions =
                        kafka.read(Topics.ADAPTERS, Codecs.ADAPTERS, announced -> !announced.isEmpty());

                AdapterVersion next = versions.get(0);
                assertThat(next.version()).isEqualTo(2);
                assertThat(next.report().status()).isEqualTo(VersionStatus.ACCEPTED);
                assertThat(next.lineage().turnIds()).containsExactly("t5", "t6", "t7", "t8");
                assertThat(next.lineage().parent()).isZero();
            }
        }
    }

    private void make() throws Exception {
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka-of-old"))) {
            LearnJobConfig config = config(kafka, "old");
            KeptSavepoint.Run run =
                    SAVEPOINT.fresh(directory.resolve("run-of-old"), env -> LearnJob.define(env, config));
            before(kafka);
            kafka.read(Topics.ADAPTERS, Codecs.ADAPTERS, announced -> !announced.isEmpty());
            SAVEPOINT.keep(run, directory.resolve("made"));
        }
    }

    /** A batch that teaches nothing, version 1; then three turns of the next. */
    private static void before(TestKafka kafka) throws Exception {
        for (int seq = 1; seq <= 4; seq++) {
            write(kafka, seq, 1);
        }
        for (int seq = 5; seq <= 7; seq++) {
            write(kafka, seq, -1);
        }
    }

    private static void write(TestKafka kafka, int seq, int reward) throws Exception {
        LogEntry entry = new ScoredTurn(
                new LogPosition("ada", seq, seq * 1_000L),
                new TurnRef("ada", "s" + seq, "t" + seq),
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(seq, seq, seq),
                        new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                        List.of(new ChatMessage("user", "Note the call.")),
                        "Noted."),
                new Sampled(new int[] {300, 301, 302}, new int[] {400, 401}, new float[] {-0.5f, -0.25f}, 1),
                new NextState(NextStateKind.USER_REPLY, "", "", seq),
                new Judgement("", reward, "", List.of(), "test", ""));
        kafka.send(Topics.SCORED, "ada", Codecs.SCORED.encode(entry));
    }

    private LearnJobConfig config(TestKafka kafka, String name) throws Exception {
        Settings settings = new Settings(Map.of(
                "kafka.brokers", kafka.brokers(),
                "policy.directory",
                        TinyPolicy.unpackTo(directory.resolve("policy-" + name)).toString(),
                "adapters.directory", directory.resolve("adapters-" + name).toString(),
                "batch.size", "4",
                "learn.passes", "1"));
        LearnJobConfig config = LearnJobConfig.from(settings);
        settings.refuseProblems();
        return config;
    }
}
