package io.molt.cli.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.molt.proxy.message.Message;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The samples are written by hand to the public formats; each has lines that are damaged. */
class ImportRunTest {

    private final List<ImportedTurn> turns = new ArrayList<>();
    private final KnownTurns known = new KnownTurns();

    @Test
    void an_openclaw_session_becomes_turns_with_tools_attempts_and_what_compaction_left() throws Exception {
        List<String> problems = read(new OpenClawFormat(), "openclaw.jsonl");

        assertThat(turns)
                .extracting(ImportRunTest::context, ImportRunTest::reply)
                .containsExactly(
                        tuple("user: How long is notes.txt?", ""),
                        tuple("user: How long is notes.txt? | assistant:  | tool: 12 notes.txt", "12 lines."),
                        tuple(
                                "user: How long is notes.txt? | assistant:  | tool: 12 notes.txt | assistant: 12 lines."
                                        + " | user: Wrong, say it in words.",
                                "Tw"),
                        tuple(
                                "user: How long is notes.txt? | assistant:  | tool: 12 notes.txt | assistant: 12 lines."
                                        + " | user: Wrong, say it in words.",
                                "Twelve lines."),
                        tuple(
                                "user: They counted lines. | user: Wrong, say it in words. | assistant: Twelve lines."
                                        + " | user: Thanks, perfect.",
                                "You are welcome."));
        assertThat(turns)
                .extracting(turn -> turn.answered().ending().whole())
                .containsExactly(true, true, false, true, true);
        assertThat(turns)
                .extracting(turn -> turn.arrived().sessionDone())
                .containsExactly(false, false, false, false, true);
        assertThat(turns.get(0).answered().reply().json()).contains("reasoning_content", "wc -l notes.txt");
        assertThat(turns.get(1).answered().timing().requestedAtMillis()).isEqualTo(1_772_442_008_000L);
        assertThat(turns.get(1).answered().timing().answeredAtMillis()).isEqualTo(1_772_442_009_500L);
        assertThat(turns.get(1).answered().servedBy()).isEqualTo(new ServedBy("big-model-1", false, List.of(), 0, ""));
        assertThat(problems)
                .containsExactly(
                        "openclaw.jsonl:7: is not JSON",
                        "openclaw.jsonl:12: has a message of a role that is not known");
    }

    @Test
    void a_claude_code_session_becomes_turns_a_reply_in_parts_one_of_them() throws Exception {
        List<String> problems = read(new ClaudeCodeFormat(), "claude-code.jsonl");

        assertThat(turns)
                .extracting(ImportRunTest::context, ImportRunTest::reply)
                .containsExactly(
                        tuple("user: How long is notes.txt?", "Let me look."),
                        tuple(
                                "user: How long is notes.txt? | assistant: Let me look. | tool: 12 notes.txt | user: (continue)",
                                "12 lines."),
                        tuple("user: Search the web for wc.", "It counts."),
                        tuple(
                                "user: How long is notes.txt? | assistant: Let me look. | tool: 12 notes.txt | user: (continue)"
                                        + " | assistant: 12 lines. | user: Thanks, perfect.",
                                "You are welcome."));
        assertThat(turns)
                .extracting(turn -> turn.arrived().kind())
                .containsExactly(TurnKind.MAIN, TurnKind.MAIN, TurnKind.SIDE, TurnKind.MAIN);
        assertThat(turns.get(0).answered().reply().json()).contains("toolu_1");
        assertThat(turns.get(1).answered().timing())
                .as("asked when the tool had answered, not when a request failed")
                .isEqualTo(new Timing(1_772_532_004_000L, 0, 1_772_532_006_000L));
        assertThat(turns.get(0).answered().ending().finishReason()).isEqualTo("tool_calls");
        assertThat(problems)
                .containsExactly(
                        "claude-code.jsonl:6: is not JSON", "claude-code.jsonl:11: has a message without content");
    }

    @Test
    void a_line_of_chat_is_a_session_and_the_same_line_again_is_the_same_session() throws Exception {
        List<String> problems = read(new ChatFormat(), "chat.jsonl");

        assertThat(turns).extracting(ImportRunTest::reply).containsExactly("", "12 lines.", "You are welcome.", "Hi.");
        assertThat(turns.get(0).answered().timing().answeredAtMillis()).isEqualTo(1_772_442_005_000L);
        assertThat(turns.get(3).answered().timing().answeredAtMillis()).isEqualTo(77);
        assertThat(turns.get(3).answered().servedBy().policy()).isEqualTo("unknown");
        assertThat(problems)
                .containsExactly(
                        "chat.jsonl:3: has no messages",
                        "chat.jsonl:5: has a message without role and content",
                        "chat.jsonl:6: is not JSON");
    }

    @Test
    void importing_again_adds_what_the_file_has_grown_by_and_nothing_else() throws Exception {
        read(new OpenClawFormat(), "openclaw.jsonl");
        int before = turns.size();
        read(new OpenClawFormat(), "openclaw.jsonl");
        assertThat(turns).hasSize(before);

        String more = "{\"type\":\"message\",\"id\":\"b1\",\"parentId\":\"a0000014\",\"message\":{\"role\":\"user\","
                + "\"content\":\"One more.\"}}\n{\"type\":\"message\",\"id\":\"b2\",\"parentId\":\"b1\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":[]}}\n";
        try (InputStream file = getClass().getResourceAsStream("openclaw.jsonl")) {
            byte[] grown = (new String(file.readAllBytes(), UTF_8) + more).getBytes(UTF_8);
            run(new OpenClawFormat()).read(new ByteArrayInputStream(grown), 77, new Problems(Path.of("x")));
        }
        assertThat(turns).hasSize(before + 1);
        assertThat(context(turns.get(before))).endsWith("assistant: You are welcome. | user: One more.");
    }

    @Test
    void ids_differ_by_agent_session_and_place_and_an_imported_session_has_a_name_of_its_own() {
        assertThat(List.of(
                        ImportedTurn.id("a", "b", "c"),
                        ImportedTurn.id("b", "a", "c"),
                        ImportedTurn.id("a", "b", "d"),
                        ImportedTurn.id("a/b", "", "c"),
                        ImportedTurn.id("", "a/b", "c")))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("i-[0-9a-f]{32}"));
        assertThat(ImportedTurn.session("openclaw", "s1")).isEqualTo("import-openclaw-s1");
        assertThat(ImportedTurn.session("openclaw", "s".repeat(500))).hasSizeLessThan(128);
        assertThat(ImportedTurn.session("openclaw", "a\nb")).matches("import-openclaw-[0-9a-f]{32}");
    }

    @Test
    void a_file_of_damaged_lines_names_ten_and_counts_the_rest() throws Exception {
        Problems problems = new Problems(Path.of("bad.jsonl"));
        byte[] bad = "{\n".repeat(1000).getBytes(UTF_8);

        run(new OpenClawFormat()).read(new ByteArrayInputStream(bad), 77, problems);

        assertThat(problems.count()).isEqualTo(1000);
        assertThat(problems.lines()).hasSize(11).last().isEqualTo("bad.jsonl: 990 more");
    }

    @Test
    void a_line_that_is_too_long_is_cut_where_it_is_and_the_next_is_whole() throws Exception {
        Lines lines = new Lines(new ByteArrayInputStream("abcdef\ngh\n\nij".getBytes(UTF_8)), 3);

        assertThat(lines.next())
                .hasValueSatisfying(line -> assertThat(line).asString().isEqualTo("abc"));
        assertThat(lines.isCut()).isTrue();
        assertThat(lines.next())
                .hasValueSatisfying(line -> assertThat(line).asString().isEqualTo("gh"));
        assertThat(lines.isCut()).isFalse();
        assertThat(lines.next()).hasValueSatisfying(line -> assertThat(line).isEmpty());
        assertThat(lines.next())
                .hasValueSatisfying(line -> assertThat(line).asString().isEqualTo("ij"));
        assertThat(lines.number()).isEqualTo(4);
        assertThat(lines.next()).isEmpty();
    }

    private List<String> read(Format format, String sample) throws Exception {
        Problems problems = new Problems(Path.of(sample));
        try (InputStream file = getClass().getResourceAsStream(sample)) {
            run(format).read(file, 77, problems);
        }
        return problems.lines();
    }

    private ImportRun run(Format format) {
        return new ImportRun(format, "ada", known, turns::add);
    }

    private static String context(ImportedTurn turn) {
        return String.join(
                " | ",
                turn.arrived().history().messages().stream()
                        .map(Message::body)
                        .map(Optional::orElseThrow)
                        .map(body -> body.role() + ": " + body.text())
                        .toList());
    }

    private static String reply(ImportedTurn turn) {
        return turn.answered().reply().text();
    }
}
