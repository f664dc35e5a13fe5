package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.proxy.dialect.Dialect;
import io.molt.schemas.turn.TurnKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {

    private static final String HI = "\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static Claim claim(String fields, String... headers) throws BadRequest {
        Map<String, String> given = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        TurnRequest request = TurnRequest.read(Dialect.CHAT, ("{" + fields + HI).getBytes(UTF_8));
        return Claims.of(new Headers(given), request, Optional.empty());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        x-session-id             | s1 |                                                            | s1
        x-claude-code-session-id | s2 |                                                            | s2
        session-id               | s3 |                                                            | s3
        x-session-affinity       | s4 |                                                            | s4
        accept                   | x  | "metadata":{"session_id":"s5"},                            | s5
        accept                   | x  | "metadata":{"user_id":"{\\"session_id\\":\\"s6\\"}"},      | s6
        accept                   | x  | "prompt_cache_key":"0e1f2a3b-0000-4000-8000-000000000000:0", | 0e1f2a3b-0000-4000-8000-000000000000
        accept                   | x  | "prompt_cache_key":"s8",                                   | s8
        x-session-id             | s9 | "session_id":"other","prompt_cache_key":"another",         | s9
        """)
    void a_session_is_found_where_clients_put_it(String header, String value, String fields, String session)
            throws BadRequest {
        String unescaped = fields == null ? "" : fields;

        assertThat(claim(unescaped, header, value).sessionId()).contains(session);
    }

    @Test
    void without_any_id_none_is_claimed() throws BadRequest {
        Claim claim = claim("", "authorization", "Bearer a");

        assertThat(claim).isEqualTo(new Claim("default", Optional.empty(), TurnKind.MAIN, false));
    }

    @Test
    void the_agent_of_a_key_is_the_agent_whatever_else_is_said() throws BadRequest {
        TurnRequest request = TurnRequest.read(Dialect.CHAT, ("{\"agent_id\":\"b\"," + HI).getBytes(UTF_8));

        assertThatThrownBy(() -> Claims.of(new Headers(Map.of()), request, Optional.of("a")))
                .isInstanceOf(BadRequest.class)
                .hasMessage("agent_id must be that of the key, or not be given");
        assertThat(Claims.of(new Headers(Map.of()), request, Optional.of("b")).agentId())
                .isEqualTo("b");
    }

    @Test
    void openclaw_names_its_session_in_the_first_message() throws BadRequest {
        String message = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\\n"
                + "Runtime: agent=main | sessionId=0e1f2a3b-0000 | host=h\"}]}";

        TurnRequest request = TurnRequest.read(Dialect.CHAT, message.getBytes(UTF_8));

        assertThat(Claims.of(new Headers(Map.of("traceparent", "00-1-2-01")), request, Optional.empty())
                        .sessionId())
                .contains("0e1f2a3b-0000");
    }

    @Test
    void an_id_that_is_too_long_or_not_printable_is_hashed_for_sessions_and_refused_for_agents() throws BadRequest {
        assertThat(claim("\"session_id\":\"a\\u0000b\",").sessionId().orElseThrow())
                .matches("h-[0-9a-f]{32}");
        assertThatThrownBy(() -> claim("", "x-agent-id", "a".repeat(129)))
                .isInstanceOf(BadRequest.class)
                .hasMessage("agent_id must be 1 to 128 printable characters and not '*'");
    }
}
