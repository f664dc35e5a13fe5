package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.KeptSavepoint;
import io.molt.jobs.TestKafka;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows in files that were not committed, events that were seen, and an open trajectory outlive a new version of molt.
 *
 * <p>What this job remembers expires eight days later, so that a savepoint made today is empty in a fortnight. The one that
 * is kept was made by a process whose clock was a hundred years ahead; make another in the same way.
 */
class TablesSavepointIT {

    private static final KeptSavepoint SAVEPOINT = new KeptSavepoint("tables");

    /** The savepoint holds absolute paths of files: this one means the same directory of the module on every machine. */
    private static final Path TABLES = Path.of("/proc/self/cwd/target/tables-of-savepoint");

    /** The files that were in progress when the savepoint was made. */
    private static final Path UNCOMMITTED = Path.of("src/test/resources/io/molt/jobs/savepoint/tables/files");

    private static final long NEVER_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void the_savepoint_that_an_earlier_commit_made_restores_and_each_row_is_there_once() throws Exception {
        if (KeptSavepoint.isToBeMade()) {
            make();
        }
        assertThat(SAVEPOINT.bytes()).hasSizeLessThan(1_000_000);
        delete(TABLES);
        copy(UNCOMMITTED, TABLES);
        assertThat(files(TABLES, TablesSavepointIT::isFinished)).isEmpty();
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            before(kafka);

            try (KeptSavepoint.Run unused =
                    SAVEPOINT.restored(directory.resolve("run"), env -> TablesJob.define(env, config(kafka)))) {
                kafka.send(Topics.SKILLS, "ada/dates", Codecs.SKILLS.encode(skill("dates")));
                // The same key: the repetition is read first.
                kafka.send(Topics.SKILLS, "ada/dates", Codecs.SKILLS.encode(skill("prices")));
                kafka.send(Topics.SCORED, "ada", Codecs.SCORED.encode(turn(3, NextStateKind.SILENCE)));
                await("select count(*) from", "trajectories", "1");
                await("select count(*) from", "scored_turns", "3");
                await("select count(distinct name) from", "skills", "2");
            }
        }

        assertThat(query("select list(turn_id order by agent_seq) from", "scored_turns"))
                .isEqualTo("[t1, t2, t3]");
        assertThat(query("select list(name order by name) from", "skills")).isEqualTo("[dates, prices]");
        assertThat(query("select turn_ids from", "trajectories")).isEqualTo("[t1, t2, t3]");
        assertThat(query("select first_seq from", "trajectories")).isEqualTo("1");
    }

    private void make() throws Exception {
        delete(TABLES);
        delete(UNCOMMITTED);
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka-of-old"));
                KeptSavepoint.Run run = SAVEPOINT.fresh(directory.resolve("old"), env -> {
                    TablesJob.define(env, config(kafka));
                    env.enableCheckpointing(NEVER_MILLIS);
                })) {
            before(kafka);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            // The second turn comes last.
            while (!(has("skills") && has("scored_turns/day=1970-01-02"))) {
                assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(50);
            }
            SAVEPOINT.keepOfRunning(run, directory.resolve("made"));
            copy(TABLES, UNCOMMITTED);
        }
    }

    private static boolean has(String folder) throws IOException {
        return !files(TABLES.resolve(folder), TablesSavepointIT::isInProgress).isEmpty();
    }

    /** What was there when the savepoint was made; the same records at the same offsets. */
    private static void before(TestKafka kafka) throws Exception {
        kafka.send(Topics.SKILLS, "ada/dates", Codecs.SKILLS.encode(skill("dates")));
        kafka.send(Topics.SCORED, "ada", Codecs.SCORED.encode(turn(1, NextStateKind.USER_REPLY)));
        kafka.send(Topics.SCORED, "ada", Codecs.SCORED.encode(turn(2, NextStateKind.USER_REPLY)));
    }

    private static SkillVersion skill(String name) {
        return new SkillVersion(
                "ada",
                name,
                1,
                SkillStatus.ACTIVE,
                new SkillText("Write " + name + " well.", "correction", ""),
                new SkillOrigin("e1", 1, List.of("t1"), List.of("Which?")),
                1_000);
    }

    /** The log's turn {@code seq}, a day after the one before it. */
    private static ScoredTurn turn(int seq, NextStateKind followedBy) {
        return new ScoredTurn(
                new LogPosition("ada", seq, Duration.ofDays(seq - 1).toMillis()),
                new TurnRef("ada", "s1", "t" + seq),
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(seq, seq, seq),
                        new ServedBy(ServedBy.BASE, true, List.of(), 0, ""),
                        List.of(new ChatMessage("user", "Note the call.")),
                        "Noted."),
                new Sampled(new int[] {1, 2}, new int[] {3}, new float[] {-0.5f}, 1),
                new NextState(followedBy, "", "", seq),
                new Judgement(followedBy == NextStateKind.SILENCE ? "SILENCE" : "", 0, "", List.of(), "test", ""));
    }

    private static TablesJobConfig config(TestKafka kafka) {
        return TablesJobConfig.from(
                new Settings(Map.of("kafka.brokers", kafka.brokers(), "tables.directory", TABLES.toString())));
    }

    private static void await(String select, String table, String expected) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!query(select, table).equals(expected)) {
            assertThat(System.nanoTime())
                    .as("%s %s is %s", select, table, query(select, table))
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String query(String select, String table) throws IOException, SQLException {
        if (files(TABLES.resolve(table), TablesSavepointIT::isFinished).isEmpty()) {
            return "";
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        select + " read_parquet('" + TABLES.resolve(table + "/**/*.parquet") + "')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<Path> files(Path below, Predicate<String> named) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : tree(below)) {
            if (Files.isRegularFile(path) && named.test(path.getFileName().toString())) {
                found.add(path);
            }
        }
        return found;
    }

    private static boolean isInProgress(String name) {
        return name.contains(".inprogress.");
    }

    private static boolean isFinished(String name) {
        return name.endsWith(".parquet") && !name.startsWith(".");
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from, TablesSavepointIT::isInProgress)) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static void delete(Path below) throws IOException {
        List<Path> deepestFirst =
                tree(below).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static List<Path> tree(Path below) throws IOException {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(below)) {
            return paths.toList();
        }
    }
}
