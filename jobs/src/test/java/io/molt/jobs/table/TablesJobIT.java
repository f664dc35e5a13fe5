package io.molt.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.RunningJob;
import io.molt.jobs.TestKafka;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.settings.Settings;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real broker and a real cluster, read back by DuckDB as a user would. */
class TablesJobIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void an_event_that_is_announced_again_after_the_job_died_is_one_row() throws Exception {
        Path tables = directory.resolve("tables");
        try (TestKafka kafka = new TestKafka(directory.resolve("kafka"))) {
            TablesJobConfig config = TablesJobConfig.from(
                    new Settings(Map.of("kafka.brokers", kafka.brokers(), "tables.directory", tables.toString())));
            Path checkpoints = directory.resolve("checkpoints");
            try (RunningJob unused = RunningJob.start(checkpoints, env -> TablesJob.define(env, config))) {
                kafka.send(Topics.SKILLS, "ada/dates", Codecs.SKILLS.encode(skill("dates")));
                await(() -> count(tables, "skills") == 1);
            }
            try (RunningJob unused = RunningJob.start(checkpoints, env -> TablesJob.define(env, config))) {
                kafka.send(Topics.SKILLS, "ada/dates", Codecs.SKILLS.encode(skill("dates")));
                kafka.send(Topics.SKILLS, "ada/prices", Codecs.SKILLS.encode(skill("prices")));
                kafka.send(Topics.TURNS, "ada/s", Codecs.TURNS.encode(new Outcome("ada", "s", "o1", 0.5, 86_400_000)));
                await(() -> count(tables, "skills") == 2 && count(tables, "outcomes") == 1);
            }
        }

        assertThat(files(tables.resolve("outcomes"))).allMatch(file -> file.contains("day=1970-01-02"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select name, turn_ids[1], epoch_ms(recorded_at), status from read_parquet('"
                                + tables.resolve("skills/**/*.parquet") + "') order by 1")) {
            rows.next();
            assertThat(List.of(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4)))
                    .isEqualTo(List.of("dates", "t1", 1_000L, "active"));
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("prices");
            assertThat(rows.next()).isFalse();
        }
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

    private static long count(Path tables, String table) throws SQLException, IOException {
        if (files(tables.resolve(table)).isEmpty()) {
            return 0;
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from read_parquet('" + tables.resolve(table + "/**/*.parquet") + "')")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static List<String> files(Path table) throws IOException {
        if (!Files.isDirectory(table)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(table)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".parquet"))
                    .filter(file -> !file.contains("/."))
                    .toList();
        }
    }

    /** True in the end, or the test fails. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
