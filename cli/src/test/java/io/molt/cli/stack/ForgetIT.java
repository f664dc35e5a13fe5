package io.molt.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.cli.Molt;
import io.molt.cli.topic.TopicSnapshot;
import io.molt.schemas.Topics;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.skill.SkillStatus;
import io.molt.schemas.skill.SkillText;
import io.molt.schemas.skill.SkillVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code molt forget} beside a stack with all its jobs: what was said is nowhere any more, and everything goes on. */
class ForgetIT {

    /** A word of the session that nobody else says. */
    private static final String MARK = "zanzibar";

    /** Eight words of it become the skill's name, which stays. */
    private static final String ADVICE =
            "Use four digits for the hour of every single call in all notes, also in " + MARK + ".";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private ScriptedJudge judge;
    private Home home;
    private Stack stack;
    private StackView seen;

    @BeforeEach
    void start() throws Exception {
        judge = new ScriptedJudge();
        home = Home.take(directory);
        Map<String, String> settings = new HashMap<>(Map.of(
                "learn.mode", "rl",
                "learn.method", "binary",
                "learn.passes", "1",
                "learn.rank", "4",
                "batch.size", "1",
                "skills.threshold", "1"));
        settings.putAll(Map.of(
                "judge.kind", "llm",
                "judge.url", judge.url().toString(),
                "judge.votes", "1"));
        for (String port : List.of("proxy.port", "engine.port", "kafka.port", "flink.webPort")) {
            settings.put(port, "0");
        }
        stack = Stack.start(home, settings, Clock.systemUTC(), swap -> {});
        seen = new StackView(stack);
    }

    @AfterEach
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
        home.close();
        judge.close();
    }

    @Test
    void a_session_that_is_forgotten_is_nowhere_any_more_and_everything_goes_on() throws Exception {
        Conversation talk = new Conversation(stack.proxyUrl(), "ada", "private");
        String taught = talk.says("Note the call from " + MARK + " at 9.");
        talk.says("Wrong, not that " + MARK + ".");
        seen.versions("ada", made -> made.size() == 1);
        Conversation other = new Conversation(stack.proxyUrl(), "ada", "other");
        String kept = other.says("Note the call at 10.");
        other.says("Wrong.");
        seen.versions("ada", made -> made.size() == 2);
        Conversation advice = new Conversation(stack.proxyUrl(), "ada", "private");
        String failed = advice.says("Note another call from " + MARK + ".");
        advice.says("Wrong, instead: " + ADVICE);
        seen.await(() -> !skills().isEmpty(), "a skill");
        String before = skills().get(0).label();
        seen.turns("ada", log -> StackView.has(log, failed));
        Path skillFile =
                directory.resolve("skills/ada").resolve(skills().get(0).name()).resolve("SKILL.md");
        seen.await(() -> Files.exists(skillFile), "its file");
        seen.awaitRows("skills", "select count(*) from skills", List.of("1"));
        assertThat(rows()).anyMatch(row -> row.contains(MARK));

        assertThat(molt(0, "forget", "--agent", "ada", "--session", "private", "--dry-run"))
                .contains("session private of ada", "would be retired", "would be rewritten", "taught   v");
        assertThat(skills()).hasSize(1);
        String told = molt(0, "forget", "--agent", "ada", "--session", "private");

        assertThat(told)
                .contains("keys     destroyed", "everything that was recorded before is in files", "rewritten")
                .doesNotContain("sessions without a key")
                .contains("molt adapters rollback --home " + directory)
                .contains("--without session:private");
        gone();
        SkillVersion retired = skills().get(skills().size() - 1);
        assertThat(retired.label()).isEqualTo(before.replace("@v1", "@v2"));
        assertThat(retired.status()).isEqualTo(SkillStatus.RETIRED);
        assertThat(retired.text()).isEqualTo(SkillText.NONE);
        seen.await(() -> stack.skills().forAgent("ada").select("").isEmpty(), "the skill to leave serving");
        seen.await(() -> Files.notExists(skillFile), "the skill's file to go");
        seen.awaitRows(
                "scored_turns",
                "select reply, len(messages), next_text, reward from scored_turns where turn_id = '" + taught + "'",
                List.of("(forgotten) 0  -1.0"));
        assertThat(seen.turns("ada", log -> true))
                .filteredOn(turn -> turn.turn().turnId().equals(taught))
                .allMatch(ScoredTurn::forgotten);
        assertThat(StackView.of(seen.turns("ada", log -> true), kept, 0).forgotten())
                .isFalse();

        assertThat(molt(0, "refold", "--agent", "ada")).contains("explained").contains(" 0 different");
        assertThat(molt(0, "lineage", "turn", taught)).contains("(forgotten)").contains("ada@v1");
        molt(0, "replay", "--agent", "ada", "--name", "clean", "--without", "session:private", "--quiet");
        assertThat(duckdb("select count(*) from read_parquet('" + directory.resolve("replays/clean/tables/adapters")
                        + "/**/*.parquet') where status = 'accepted'"))
                .containsExactly("1");
        assertThat(molt(0, "forget", "--agent", "ada", "--session", "private")).contains("no file has any of it");

        goesOn(before);
    }

    /** The same words, said again, are heard and kept again; the tables are swept by a compaction, too. */
    private void goesOn(String skill) throws Exception {
        Conversation again = new Conversation(stack.proxyUrl(), "ada", "private");
        String turn = again.says("Note a third call from " + MARK + ".");
        again.says("Wrong, instead: " + ADVICE);
        assertThat(StackView.of(seen.turns("ada", log -> StackView.has(log, turn)), turn, 0)
                        .nextState()
                        .text())
                .contains(MARK);
        seen.await(() -> stack.skills().forAgent("ada").select("").size() == 1, "the skill again");
        assertThat(stack.skills().forAgent("ada").select("").get(0).label())
                .isNotEqualTo(skill)
                .endsWith("-2@v1");
        seen.awaitRows(
                "scored_turns",
                "select count(*) from scored_turns where turn_id = '" + turn + "' and contains(next_text, '" + MARK
                        + "')",
                List.of("1"));
        molt(0, "tables", "compact");
        seen.awaitRows(
                "scored_turns",
                "select count(*) from scored_turns where turn_id = '" + turn + "' and contains(next_text, '" + MARK
                        + "')",
                List.of("1"));
    }

    private void gone() throws Exception {
        assertThat(rows()).isNotEmpty().noneMatch(row -> row.contains(MARK));
        for (String topic : List.of(Topics.TURNS, Topics.SCORED, Topics.CONTROL, Topics.ADAPTERS, Topics.REJECTED)) {
            TopicSnapshot.each(stack.brokers(), topic, record -> assertThat(text(record.value()))
                    .as(topic)
                    .doesNotContain(MARK));
        }
        assertThat(stack.turns().toString()).doesNotContain(MARK);
        assertThat(stack.log().toString()).doesNotContain(MARK);
        for (Path file : files(directory)) {
            boolean itsOwn = file.startsWith(home.kafka()) || file.startsWith(directory.resolve("checkpoints"));
            if (!itsOwn) {
                assertThat(text(Files.readAllBytes(file))).as(file.toString()).doesNotContain(MARK);
            }
        }
    }

    /** Every row of every file of every table. */
    private List<String> rows() throws Exception {
        List<String> rows = new ArrayList<>();
        for (Path file : files(home.tables())) {
            if (file.toString().endsWith(".parquet")) {
                rows.addAll(duckdb("select to_json(t)::varchar from read_parquet('" + file + "') t"));
            }
        }
        return rows;
    }

    private static List<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(".part-")) // being written
                    .toList();
        }
    }

    private List<SkillVersion> skills() {
        return TopicSnapshot.read(stack.brokers(), Topics.SKILLS, Codecs.SKILLS);
    }

    private static List<String> duckdb(String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A command as somebody types it, and what it prints. */
    private String molt(int exit, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add(1, "--home");
        line.add(2, directory.toString());
        if (arguments[0].equals("tables")) {
            line = List.of("tables", "compact", "--home", directory.toString());
        }
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Molt.commandLine().execute(line.toArray(String[]::new)))
                    .as("%s: %s", line, printed)
                    .isEqualTo(exit);
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
