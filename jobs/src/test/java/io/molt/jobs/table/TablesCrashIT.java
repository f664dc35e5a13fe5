package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.ChildJvm;
import io.molt.jobs.TestKafka;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.table.ControlRow;
import io.molt.schemas.table.ScoredTurnRow;
import io.molt.schemas.table.Tables;
import io.molt.schemas.table.TrajectoryRow;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TablesJob's process is killed ten times under load, while somebody reads. */
class TablesCrashIT {

    private static final int KILLS = 10;
    private static final long SEED = 20_261_121;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ENTRIES = 20;

    @TempDir
    private Path directory;

    private final Set<String> wanted = new TreeSet<>();

    @Test
    void ten_deaths_under_load_leave_each_committed_row_once_and_no_reader_ever_saw_another() throws Exception {
        Path tables = directory.resolve("tables");
        TablesReader reader = new TablesReader(
                tables,
                Map.of(
                        Tables.SCORED_TURNS, row -> ((ScoredTurnRow) row).turnId(),
                        Tables.CONTROL,
                                row -> position(
                                        ((ControlRow) row).logged().agentId(),
                                        ((ControlRow) row).logged().agentSeq()),
                        Tables.TRAJECTORIES,
                                row -> ((TrajectoryRow) row).turnIds().toString(),
                        Tables.SKILLS, row -> ((SkillVersion) row).name()));
        SplittableRandom random = new SplittableRandom(SEED);
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            AtomicBoolean over = new AtomicBoolean();
            Thread load = new Thread(() -> write(kafka, over), "load");
            load.start();
            try {
                for (int death = 0; death < KILLS; death++) {
                    Process job = start(kafka, tables);
                    if (death % 3 != 2) {
                        await(reader, job, reader::poll);
                    } // else it may still be restoring
                    pollFor(reader, random.nextInt(1_500));
                    kill(job);
                    reader.poll();
                }
            } finally {
                over.set(true);
                load.join();
            }
            Process last = start(kafka, tables);
            try {
                await(reader, last, () -> {
                    reader.poll();
                    return reader.rows().size() >= wanted.size();
                });
                pollFor(reader, 1_500);
            } finally {
                kill(last);
            }
        }

        assertThat(reader.wrong()).as("seed %s", SEED).isEmpty();
        assertThat(reader.rows().keySet()).as("seed %s", SEED).isEqualTo(wanted);
    }

    private Process start(TestKafka kafka, Path tables) throws IOException {
        return ChildJvm.start(
                "512m",
                directory.resolve("job.log"),
                TablesProcess.class.getName(),
                List.of(
                        kafka.brokers(),
                        tables.toString(),
                        directory.resolve("checkpoints").toString()));
    }

    private static void kill(Process job) throws InterruptedException {
        job.destroyForcibly().waitFor(); // SIGKILL
    }

    /** True in the end, or the test fails. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(TablesReader reader, Process job, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(job.isAlive()).as("the job's process lives").isTrue();
            assertThat(System.nanoTime())
                    .as("still waiting; %s rows were seen", reader.rows().size())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void pollFor(TablesReader reader, long millis) throws Exception {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            reader.poll();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Transactions of the log, every fourth of them aborted; skills, each announced twice. */
    private void write(TestKafka kafka, AtomicBoolean over) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "transactional.id", "drill"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (int transaction = 0; !over.get(); transaction++) {
                boolean aborted = transaction % 4 == 3;
                List<String> rows = new ArrayList<>();
                producer.beginTransaction();
                for (int i = 1; i <= ENTRIES; i++) {
                    LogEntry entry =
                            entry(aborted ? "aborted" : "agent-" + transaction % 3, transaction * ENTRIES + i, rows);
                    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                            Topics.SCORED,
                            entry.position().agentId().getBytes(StandardCharsets.UTF_8),
                            Codecs.SCORED.encode(entry)));
                }
                if (aborted) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    wanted.addAll(rows);
                    announce(kafka, "skill-" + transaction);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the load broke off", e);
        }
    }

    private void announce(TestKafka kafka, String name) throws Exception {
        byte[] skill = Codecs.SKILLS.encode(new SkillVersion(
                "ada",
                name,
                1,
                SkillStatus.ACTIVE,
                new SkillText("Write dates first.", "correction", ""),
                new SkillOrigin("e1", 1, List.of("t1"), List.of("Which?")),
                1_000));
        kafka.send(Topics.SKILLS, "ada/" + name, skill);
        kafka.send(Topics.SKILLS, "ada/" + name, skill);
        wanted.add(Tables.SKILLS + " " + name);
    }

    private static LogEntry entry(String agent, int seq, List<String> rows) {
        LogPosition at = new LogPosition(agent, seq, seq * 60_000L);
        if (seq % 2 == 0) {
            rows.add(Tables.CONTROL + " " + position(agent, seq));
            return new Tick(at);
        }
        String turn = agent + "-" + seq;
        rows.add(Tables.SCORED_TURNS + " " + turn);
        rows.add(Tables.TRAJECTORIES + " " + List.of(turn));
        return new ScoredTurn(
                at,
                new TurnRef(agent, "s" + seq, turn),
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(seq, seq, seq),
                        new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                        List.of(new ChatMessage("user", "Note the call.")),
                        "Noted."),
                Sampled.UNKNOWN,
                new NextState(NextStateKind.SILENCE, "", "", seq),
                Judgement.unscored("SILENCE"));
    }

    private static String position(String agent, long seq) {
        return agent + "/" + seq;
    }
}
