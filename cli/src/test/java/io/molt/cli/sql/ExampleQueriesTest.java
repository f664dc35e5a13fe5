package io.molt.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.jobs.table.RowFiles;
import io.molt.operators.table.Rows;
import io.molt.operators.table.TableRow;
import io.molt.operators.wire.KafkaRecord;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Vote;
import io.molt.schemas.skill.SkillOrigin;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queries of docs/tables.md, on tables that have a few rows or none. */
class ExampleQueriesTest {

    private static final Path QUERIES = Path.of("..", "docs", "queries");

    @TempDir
    private Path home;

    private int files;

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(QUERIES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @BeforeEach
    void write() throws Exception {
        write(Topics.SCORED, Codecs.SCORED.encode(turn(1, 0, -1, "Write the date first.")));
        write(Topics.SCORED, Codecs.SCORED.encode(turn(2, 0, 1, "")));
        write(Topics.SCORED, Codecs.SCORED.encode(turn(2, 1, -1, "")));
        write(
                Topics.SKILLS,
                Codecs.SKILLS.encode(new SkillVersion(
                        "ada",
                        "dates",
                        1,
                        SkillStatus.ACTIVE,
                        new SkillText("Write dates first.", "correction", ""),
                        new SkillOrigin("e1", 1, List.of("t1"), List.of("Which?")),
                        1_000)));
        write(Topics.TURNS, Codecs.TURNS.encode(new Outcome("ada", "s", "o1", 1, 5_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void every_query_of_the_page_runs_on_any_tables(String name) throws Exception {
        String sql = Files.readString(QUERIES.resolve(name));

        assertThat(sql).startsWith("-- ");
        assertThat(run(home, ResultFormat.JSON, sql)).startsWith("[").endsWith("]\n");
        assertThat(run(home.resolve("none"), ResultFormat.TABLE, sql)).contains("---");
    }

    @Test
    void the_queries_find_what_is_there() throws Exception {
        assertThat(run("02-worst-turns.sql")).contains("\"turn_id\":\"t1\"").contains("Write the date first.");
        assertThat(run("01-reward-per-day.sql"))
                .contains("\"turns\":2")
                .contains("\"failures\":2")
                .contains("\"reward\":-1.0");
        assertThat(run("04-skills-and-their-turns.sql"))
                .contains("\"name\":\"dates\"")
                .contains("\"reward\":-1.0");
        assertThat(run("10-outcomes.sql")).contains("\"outcome\":1.0").contains("\"turns\":2");
        assertThat(run("14-revised.sql")).contains("\"rewards\":[1.0,-1.0]");
        assertThat(run("11-what-a-skill-changed.sql")).contains("\"skill\":\"dates@v1\"");
    }

    @Test
    void csv_quotes_what_needs_it_and_nested_values_are_json() throws Exception {
        assertThat(run(home, ResultFormat.CSV, "select 'a\"b,c' x, [1, 2] y, null z, map {'k': 1.5} m"))
                .isEqualTo("x,y,z,m\n\"a\"\"b,c\",\"[1,2]\",,\"{\"\"k\"\":1.5}\"\n");
        assertThat(run(home, ResultFormat.JSON, "select {'a': [true, null]} s, 'nan'::double n, 'x'::blob b"))
                .isEqualTo("[\n{\"s\":{\"a\":[true,null]},\"n\":\"NaN\",\"b\":\"eA==\"}\n]\n");
    }

    @Test
    void files_that_come_and_go_between_two_statements_change_the_views() throws Exception {
        StringWriter text = new StringWriter();
        try (SqlSession session = new SqlSession(home, ResultFormat.CSV, new PrintWriter(text))) {
            session.run("select count(*) from scored_turns_all");
            write(Topics.SCORED, Codecs.SCORED.encode(turn(9, 0, 1, "")));
            session.run("select count(*) from scored_turns_all");
            session.describe("");
        }

        assertThat(text.toString())
                .startsWith("count_star()\n3\ncount_star()\n4\n")
                .contains("main,scored_turns\n");
    }

    @Test
    void the_tables_of_a_replay_are_a_schema_of_its_name() throws Exception {
        Path same = home.resolve("replays/same");
        Files.createDirectories(same);
        Files.move(
                home.resolve("tables/skills"),
                Files.createDirectories(same.resolve("tables")).resolve("skills"));

        assertThat(run(home, ResultFormat.CSV, "select name from \"same\".skills"))
                .isEqualTo("name\ndates\n");
        assertThat(run(home, ResultFormat.CSV, "select name from skills")).isEqualTo("name\n");
    }

    private String run(String query) throws Exception {
        return run(home, ResultFormat.JSON, Files.readString(QUERIES.resolve(query)));
    }

    private static String run(Path home, ResultFormat format, String sql) throws Exception {
        StringWriter text = new StringWriter();
        try (SqlSession session = new SqlSession(home, format, new PrintWriter(text))) {
            for (String statement : Statements.of(sql).all()) {
                session.run(statement);
            }
        }
        return text.toString();
    }

    private void write(String topic, byte[] value) throws Exception {
        for (TableRow row : Rows.of(new KafkaRecord("ada", topic, 0, 1, value))) {
            Path file = home.resolve("tables/" + row.table() + "/day=" + row.day() + "/part-" + files++ + ".parquet");
            Files.createDirectories(file.getParent());
            try (var out = new LocalDataOutputStream(file.toFile())) {
                var writer = new RowFiles().create(out);
                writer.addElement(row);
                writer.finish();
            }
        }
    }

    private static ScoredTurn turn(int seq, int revision, double reward, String hint) {
        return new ScoredTurn(
                new LogPosition("ada", seq + revision, 1_000L * seq),
                new TurnRef("ada", "s", "t" + seq),
                revision,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(1, 2, 3),
                        new ServedBy("ada@v1", true, List.of("dates@v1"), 1, ""),
                        List.of(),
                        "noon"),
                Sampled.UNKNOWN,
                new NextState(NextStateKind.USER_REPLY, "next", "No: the date first.", 5),
                new Judgement("", reward, hint, List.of(new Vote(true, (int) reward, hint, "so")), "rules", ""));
    }
}
