package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.dialect.Dialect;
import io.molt.schemas.turn.TurnKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What known clients say between the lines: the shapes that they were seen to send. */
class ClientsTest {

    private static final String KEY = "0e1f2a3b-0000-4000-8000-000000000000";

    /**
     * Reads what a client says of itself.
     *
     * @param headers as {@code name=value}, ending in semicolons
     */
    private static Claim claim(Dialect dialect, String headers, String fields) throws BadRequest {
        Map<String, String> given = new HashMap<>();
        for (String header : headers.split(";", -1)) {
            String[] nameAndValue = header.strip().split("=", 2);
            if (nameAndValue.length == 2) {
                given.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        String history = dialect == Dialect.RESPONSES ? "input" : "messages";
        String hi = fields.contains("\"" + history + "\"")
                ? ""
                : ",\"%s\":[{\"role\":\"user\",\"content\":\"hi\"}]".formatted(history);
        String body = "{\"model\":\"m\"%s%s}".formatted(fields.isEmpty() ? "" : "," + fields, hi);
        return Claims.of(new Headers(given), TurnRequest.read(dialect, body.getBytes(UTF_8)), Optional.empty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        a turn                     | MAIN |                                             | "tools":[{"name":"Read"}]
        said to be a turn          | MAIN | x-claude-code-request-class=main;           | "tools":[{"name":"Read"}]
        a title, which has no tool | SIDE |                                             | "tools":[]
        a title, as it is said     | SIDE | x-claude-code-request-class=auxiliary;      | "tools":[{"name":"Read"}]
        a summary, as it is said   | SIDE | x-claude-code-request-class=compaction;     | "tools":[{"name":"Read"}]
        a summary, by its words    | SIDE |                                             | "tools":[{"name":"Read"}],"messages":[{"role":"user","content":[{"type":"text","text":"CRITICAL: Respond with TEXT ONLY. Do NOT call any tools."}]}]
        """)
    void a_request_of_claude_code(String what, TurnKind kind, String headers, String fields) throws BadRequest {
        String session = "x-claude-code-session-id=s1;" + (headers == null ? "" : headers);

        Claim claim = claim(Dialect.MESSAGES, session, fields);

        assertThat(claim.kind()).as(what).isEqualTo(kind);
        assertThat(claim.sessionId()).contains("s1");
    }

    @Test
    void a_sub_agent_of_claude_code_has_a_conversation_of_its_own() throws BadRequest {
        String headers = "x-claude-code-session-id=s1;x-claude-code-agent-id=a3e37cdf976fe8cc0;";

        Claim claim = claim(Dialect.MESSAGES, headers, "\"tools\":[{\"name\":\"Read\"}]");

        assertThat(claim.sessionId()).contains("s1/a3e37cdf976fe8cc0");
        assertThat(claim.kind()).isEqualTo(TurnKind.MAIN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        a turn             | MAIN | {"request_kind":"turn"}       | "tools":[{"type":"function","name":"exec_command"}]
        without a kind     | MAIN | {"installation_id":"i"}       | "tools":[{"type":"function","name":"exec_command"}]
        a summary          | SIDE | {"request_kind":"compaction"} | "tools":[{"type":"function","name":"exec_command"}]
        a rehearsal        | SIDE | {"request_kind":"prewarm"}    | "tools":[{"type":"function","name":"exec_command"}]
        without tools      | SIDE | {"request_kind":"turn"}       | "tools":[]
        no JSON            | MAIN | turn                          | "tools":[{"type":"function","name":"exec_command"}]
        """)
    void a_request_of_codex(String what, TurnKind kind, String metadata, String fields) throws BadRequest {
        Claim claim = claim(
                Dialect.RESPONSES, "session-id=s2;thread-id=s2;x-codex-turn-metadata=%s;".formatted(metadata), fields);

        assertThat(claim.kind()).as(what).isEqualTo(kind);
        assertThat(claim.sessionId()).contains("s2");
    }

    @ParameterizedTest(name = "{0}, tools {1}")
    @CsvSource({
        "CHAT, true, MAIN", "MESSAGES, true, MAIN", "RESPONSES, true, MAIN",
        "CHAT, false, SIDE", "MESSAGES, false, SIDE", "RESPONSES, false, SIDE"
    })
    void a_title_of_opencode_has_no_tools(Dialect dialect, boolean tools, TurnKind kind) throws BadRequest {
        String fields = tools ? "\"tools\":[{\"name\":\"read\"}]" : "\"max_tokens\":100";

        Claim claim = claim(dialect, "x-session-id=ses_1;x-session-affinity=ses_1;", fields);

        assertThat(claim.kind()).isEqualTo(kind);
        assertThat(claim.sessionId()).contains("ses_1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        a turn         | MAIN | :0 | "tools":[{"type":"function","function":{"name":"openclaw"}},{"type":"function","function":{"name":"sessions_yield"}}]
        a heartbeat    | SIDE | :0 | "tools":[{"type":"function","function":{"name":"read"}},{"type":"function","function":{"name":"sessions_yield"}}]
        of its own     | SIDE | :0 | "tools":[{"name":"openclaw"}],"messages":[{"role":"user","content":"Read HEARTBEAT.md if it exists."}]
        a summary      | SIDE |    | "messages":[{"role":"user","content":"Summarize"}]
        """)
    void a_request_of_openclaw(String what, TurnKind kind, String counter, String fields) throws BadRequest {
        String key = "\"prompt_cache_key\":\"" + KEY + (counter == null ? "" : counter) + "\",";

        Claim claim = claim(Dialect.CHAT, "traceparent=00-1-2-01;", key + fields);

        assertThat(claim.kind()).as(what).isEqualTo(kind);
        assertThat(claim.sessionId()).contains(KEY);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            textBlock =
                    """
        CHAT      ~ "messages":[{"role":"system","content":"s"},{"role":"user","content":"hi\\nRuntime: agent=main | sessionId=KEY | host=h"}]
        MESSAGES  ~ "system":[{"type":"text","text":"s"},{"type":"text","text":"t\\nRuntime: agent=main | sessionId=KEY | host=h"}]
        RESPONSES ~ "input":[{"role":"developer","content":"s\\nRuntime: agent=main | sessionId=KEY | host=h"},{"role":"user","content":"hi"}]
        """)
    void openclaw_names_its_session_in_its_prompt(Dialect dialect, String places) throws BadRequest {
        String fields = places.replace("KEY", KEY);
        String yields = ",\"tools\":[{\"name\":\"sessions_yield\"}]";

        Claim turn = claim(dialect, "traceparent=00-1-2-01;", fields);
        Claim heartbeat = claim(dialect, "traceparent=00-1-2-01;", fields + yields);

        assertThat(turn.sessionId()).contains(KEY).isEqualTo(heartbeat.sessionId());
        assertThat(turn.kind()).isEqualTo(TurnKind.MAIN);
        assertThat(heartbeat.kind()).isEqualTo(TurnKind.SIDE);
    }

    @Test
    void whoever_is_not_known_has_main_turns_only() throws BadRequest {
        assertThat(claim(Dialect.CHAT, "user-agent=OpenAI/JS;", "\"stream\":true")
                        .kind())
                .isEqualTo(TurnKind.MAIN);
    }
}
