package io.molt.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.schemas.adapter.VersionStatus;
import io.molt.schemas.control.ControlKind;
import io.molt.schemas.control.ControlRecord;
import io.molt.schemas.log.ControlEntry;
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
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.Ending;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnAnswered;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Ada: v1 from the base, v2 from v1, a rollback to v1, v3 from v1, and v4, which was refused. */
class LineageCommandTest {

    private static final Sampled TOKENS = new Sampled(new int[] {1}, new int[] {2}, new float[] {-1}, 1);

    @TempDir
    private Path home;

    private final WrittenTables tables = new WrittenTables();
    private long seq;

    @BeforeEach
    void write() throws Exception {
        turn("s1", "t-01", "t-02", TurnKind.MAIN, 0, -1, "write the date first", List.of());
        turn("s1", "t-02", "t-03", TurnKind.MAIN, 0, 1, "", List.of("dates@v1"));
        turn("s1", "t-03", "", TurnKind.MAIN, 0, 0, "", List.of("dates@v1"));
        turn("s2", "t-04", "", TurnKind.MAIN, 0, 1, "", List.of());
        turn("s1", "t-02", "t-05", TurnKind.MAIN, 1, -1, "", List.of("dates@v1"));
        tables.log(new ControlEntry(
                new LogPosition("ada", ++seq, seq * 1000),
                new ControlRecord("ada", "c1", ControlKind.ROLLBACK, Map.of("version", "0"), 1)));
        turn("s1", "t-05", "", TurnKind.MAIN, 0, 1, "", List.of());
        turn("s3", "t-06", "", TurnKind.SIDE, 0, 0, "", List.of());
        turn("s3", "t-07", "", TurnKind.MAIN, 0, 1, "", List.of());
        tables.version("ada", 1, 0, 3, VersionStatus.ACCEPTED, List.of("t-01", "t-02"));
        tables.version("ada", 2, 1, 4, VersionStatus.ACCEPTED, List.of("t-04"));
        tables.version("ada", 3, 1, 7, VersionStatus.ACCEPTED, List.of("t-05", "t-99"));
        tables.version("ada", 4, 3, 8, VersionStatus.REFUSED, List.of("t-07"));
        tables.skill(new SkillVersion(
                "ada",
                "dates",
                1,
                SkillStatus.ACTIVE,
                new SkillText("Dates go first.", "writing", "Dates go first."),
                new SkillOrigin("e1", 1, List.of("t-01"), List.of()),
                5));
        tables.answered(new TurnAnswered(
                new TurnRef("bob", "s1", "t-20"),
                new Timing(1, 2, 3),
                new ServedBy("base", true, List.of(), 0, ""),
                new MessageBody("h", "assistant", "yes", ""),
                "h",
                TOKENS,
                new Ending(200, "stop", ""),
                ""));
        tables.write(home.resolve("tables"));
        Files.writeString(home.resolve("job-settings.properties"), "batch.size=100\nskills.enabled=false\n");
    }

    @Test
    void a_version_goes_back_to_turns_votes_skills_and_the_base_policy() throws Exception {
        String text = told("ada@v2", "text");
        JsonNode json = JsonMapper.builder().build().readTree(told("ada@v1", "json"));

        assertThat(text)
                .startsWith("ada@v2: 1 turn of its own, 2 turns through 1 earlier version\n")
                .contains("* ada@v2", "\n  ada@v1", "\n  base policy", "left behind: by a rollback");
        assertThat(json.at("/groups/0/nodes/0/label").asText()).isEqualTo("dates@v1");
        assertThat(json.at("/groups/1/nodes").findValuesAsText("label")).containsExactly("t-01", "t-02");
        assertThat(json.at("/groups/1/nodes/0/facts").toString())
                .contains("write the date first", "-1  no", "user reply: and then?");
        assertThat(json.at("/groups/1/nodes/1/facts").toString()).contains("revision 1: reward", "+1", "-1");
        assertThat(json.at("/arrows").toString())
                .contains("{\"from\":\"turn/t-01\",\"to\":\"policy/1\",\"meaning\":\"taught\"}")
                .contains("{\"from\":\"in force/dates@v1\",\"to\":\"turn/t-02\",\"meaning\":\"was in the prompt of\"}");
    }

    @Test
    void a_turn_leads_to_what_it_taught_directly_and_by_descent_whatever_was_rolled_back() throws Exception {
        assertThat(told("turn t-01", "text"))
                .startsWith("turn t-01: taught 1 version directly and 2 versions by descent, gave rise to 1 skill\n")
                .contains(
                        "* t-01", "\n  t-02", "\n  t-03", "\n  t-05", "-> was followed by t-02, gave rise to dates@v1")
                .contains("Versions that stand on those\n  ada@v2", "\n  ada@v3")
                .doesNotContain("ada@v4");
        assertThat(told("turn t-04", "text"))
                .startsWith("turn t-04: taught 1 version directly and 0 versions by descent");
    }

    @Test
    void a_turn_that_taught_nothing_says_why() throws Exception {
        assertThat(told("turn t-03", "text"))
                .contains("It taught no version: its reward is 0 and nobody said what to do instead.");
        assertThat(told("turn t-06", "text")).contains("It taught no version: side turns never train.");
        assertThat(told("turn t-07", "text")).contains("It taught no version: its batch was refused: QUALITY.");
        assertThat(told("turn t-20", "text")).contains("it is not in its agent's log yet", "* t-20");
    }

    @Test
    void a_session_shows_its_turns_in_order_with_what_they_led_to() throws Exception {
        assertThat(told("session ada/s1", "text"))
                .startsWith(
                        "session ada/s1: 4 turns taught 2 versions directly and 1 version by descent, gave rise to 1"
                                + " skill\n");
        assertThat(told("session s3", "html")).contains("<svg", "</html>", "refused");
    }

    @Test
    void a_turn_that_is_gone_from_the_tables_is_named_all_the_same() throws Exception {
        assertThat(told("ada@v3", "text")).contains("t-99  not in the tables");
    }

    @Test
    void what_is_not_known_is_refused_with_what_is_near() {
        assertThat(refused("turn", "t-08")).contains("the tables have no turn t-08; they have t-0");
        assertThat(refused("ada@v9")).contains("the tables have no ada@v9; they have v1 to v4");
        assertThat(refused("adda@v1")).contains("no version of that agent; agents are ada");
        assertThat(refused("session", "s1x")).contains("the tables have no session s1x; they have s1");
        assertThat(refused("everything")).contains("AGENT@vN");
    }

    private void turn(
            String session,
            String turnId,
            String next,
            TurnKind kind,
            int revision,
            double reward,
            String hint,
            List<String> skills)
            throws Exception {
        long at = ++seq * 1000;
        String unscored = kind == TurnKind.SIDE ? "SIDE_TURN" : "";
        tables.log(new ScoredTurn(
                new LogPosition("ada", seq, at),
                new TurnRef("ada", session, turnId),
                revision,
                new Exchange(
                        kind,
                        new Timing(Long.parseLong(turnId.substring(2)), 0, at),
                        new ServedBy("base", true, skills, 0, ""),
                        List.of(new ChatMessage("user", "Note <b>the call</b>.")),
                        "Noted."),
                TOKENS,
                new NextState(NextStateKind.USER_REPLY, next, "and then?", at),
                new Judgement(unscored, reward, hint, List.of(new Vote(true, (int) reward, hint, "no")), "rules", "")));
    }

    private String told(String what, String format) throws Exception {
        Path out = home.resolve("told");
        List<String> line = new ArrayList<>(List.of(what.split(" ")));
        line.addAll(List.of("--format", format, "--home", home.toString(), "--out", out.toString()));
        assertThat(command(new StringWriter()).execute(line.toArray(String[]::new)))
                .isZero();
        return Files.readString(out);
    }

    private String refused(String... what) {
        StringWriter said = new StringWriter();
        List<String> line = new ArrayList<>(List.of(what));
        line.addAll(List.of("--home", home.toString()));
        assertThat(command(said).execute(line.toArray(String[]::new))).isEqualTo(1);
        return said.toString();
    }

    private static CommandLine command(StringWriter said) {
        CommandLine line = new CommandLine(new LineageCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        return line.setErr(new PrintWriter(said)).setExecutionExceptionHandler((failure, command, parsed) -> {
            said.write(failure.getMessage());
            return 1;
        });
    }
}
