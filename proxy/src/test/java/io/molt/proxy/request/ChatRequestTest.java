package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {

    private static final String HI = "\"model\":\"molt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static Identity identity(String fields, String... headers) throws BadRequest {
        Map<String, String> given = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        return ChatRequest.read(new Headers(given), ("{" + fields + HI).getBytes(UTF_8))
                .identity();
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

        assertThat(identity(unescaped, header, value).sessionId()).isEqualTo(session);
    }

    @Test
    void without_any_id_the_first_user_message_the_agent_and_the_key_name_the_session() throws BadRequest {
        Identity one = identity("", "authorization", "Bearer a");

        assertThat(one.agentId()).isEqualTo("default");
        assertThat(one.sessionId()).matches("d-[0-9a-f]{32}");
        assertThat(identity("", "authorization", "Bearer a")).isEqualTo(one);
        assertThat(identity("", "authorization", "Bearer b").sessionId()).isNotEqualTo(one.sessionId());
        assertThat(identity("", "x-agent-id", "a").sessionId()).isNotEqualTo(one.sessionId());
    }

    @Test
    void openclaw_names_its_session_in_the_first_message() throws BadRequest {
        String message = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\\n"
                + "Runtime: agent=main | sessionId=0e1f2a3b-0000 | host=h\"}]}";

        assertThat(ChatRequest.read(new Headers(Map.of()), message.getBytes(UTF_8))
                        .identity()
                        .sessionId())
                .isEqualTo("0e1f2a3b-0000");
    }

    @Test
    void an_id_that_is_too_long_or_not_printable_is_hashed_for_sessions_and_refused_for_agents() throws BadRequest {
        assertThat(identity("\"session_id\":\"a\\u0000b\",").sessionId()).matches("h-[0-9a-f]{32}");
        assertThatThrownBy(() -> identity("", "x-agent-id", "a".repeat(129)))
                .isInstanceOf(BadRequest.class)
                .hasMessage("agent_id must be 1 to 128 printable characters and not '*'");
    }

    @Test
    void rules_are_injected_into_the_first_system_message_or_put_in_front() throws Exception {
        ChatRequest without = ChatRequest.read(new Headers(Map.of()), ("{" + HI).getBytes(UTF_8));
        String parts = "{\"model\":\"molt\",\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"Be kind.\",\"cache_control\":{}}]},{\"role\":\"user\",\"content\":\"hi\"}]}";
        ChatRequest with = ChatRequest.read(new Headers(Map.of()), parts.getBytes(UTF_8));

        assertThat(new String(UpstreamRequest.toPolicy(without, "a@v1", false, "Rules:\n- x"), UTF_8))
                .isEqualTo("{\"model\":\"a@v1\",\"messages\":[{\"role\":\"system\",\"content\":\"Rules:\\n- x\"},"
                        + "{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(new String(UpstreamRequest.toPolicy(with, "a@v1", false, "\nRules:\n- x"), UTF_8))
                .contains("\"text\":\"Be kind.\\nRules:\\n- x\",\"cache_control\"");
        assertThat(with.json().at("/messages/0/content/0/text").asText()).isEqualTo("Be kind.");
    }
}
