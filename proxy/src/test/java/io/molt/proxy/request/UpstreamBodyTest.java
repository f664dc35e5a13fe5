package io.molt.proxy.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.dialect.Dialect;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamBodyTest {

    private static String edited(Dialect dialect, String body, String model, boolean trained, String injected)
            throws BadRequest {
        TurnRequest request = TurnRequest.read(dialect, body.getBytes(UTF_8));
        return new String(
                UpstreamBody.of(request, Optional.of(model).filter(name -> !name.isEmpty()), trained, injected), UTF_8);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        CHAT      | {"model":"m","messages":[{"role":"user","content":"hi"}]} | {"model":"m","messages":[{"role":"system","content":"R\\n- x"},{"role":"user","content":"hi"}]}
        CHAT      | {"model":"m","messages":[ {"content" : "Be kind.","role":"system"}]} | {"model":"m","messages":[ {"content" : "Be kind.R\\n- x","role":"system"}]}
        CHAT      | {"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"a","cache_control":{}}]}]} | {"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"aR\\n- x","cache_control":{}}]}]}
        CHAT      | {"model":"m","messages":[{"role":"system"}]} | {"model":"m","messages":[{"role":"system","content":"R\\n- x"}]}
        CHAT      | {"model":"m","messages":[{"role":"system","content":null}]} | {"model":"m","messages":[{"role":"system","content":"R\\n- x"}]}
        MESSAGES  | {"model":"m","messages":[{}]} | {"system":"R\\n- x","model":"m","messages":[{}]}
        MESSAGES  | {"model":"m","system":"s","messages":[{}]} | {"model":"m","system":"sR\\n- x","messages":[{}]}
        MESSAGES  | {"model":"m","system":[],"messages":[{}]} | {"model":"m","system":[{"type":"text","text":"R\\n- x"}],"messages":[{}]}
        MESSAGES  | {"model":"m","system":[{"type":"text","text":"s","cache_control":{}}],"messages":[{}]} | {"model":"m","system":[{"type":"text","text":"s","cache_control":{}},{"type":"text","text":"R\\n- x"}],"messages":[{}]}
        RESPONSES | {"model":"m","input":"hi"} | {"instructions":"R\\n- x","model":"m","input":"hi"}
        RESPONSES | {"model":"m","instructions":"i\\u00e4","input":[]} | {"model":"m","instructions":"i\\u00e4R\\n- x","input":[]}
        """)
    void rules_are_added_where_the_dialect_has_its_system_prompt(Dialect dialect, String body, String expected)
            throws BadRequest {
        assertThat(edited(dialect, body, "", false, "R\n- x")).isEqualTo(expected);
    }

    @Test
    void a_policy_is_asked_by_its_name_for_its_tokens_at_a_temperature_that_is_known() throws BadRequest {
        String body = "{\"model\" : \"molt\", \"top_p\":1.50,\"logprobs\":false,\"messages\":[{\"role\":\"user\"}]}";

        assertThat(edited(Dialect.CHAT, body, "a\"@v1", true, ""))
                .isEqualTo("{\"return_token_ids\":true,\"temperature\":1,\"model\" : \"a\\\"@v1\", \"top_p\":1.50,"
                        + "\"logprobs\":true,\"messages\":[{\"role\":\"user\"}]}");
        assertThat(edited(Dialect.CHAT, body.replace("top_p", "temperature"), "", true, ""))
                .contains("\"temperature\":1.50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
        {"agent_id":"a","model":"m","messages":[{}]}                                    | {"model":"m","messages":[{}]}
        {"model":"m" , "agent_id":"a", "messages":[{}]}                                 | {"model":"m" , "messages":[{}]}
        {"model":"m","messages":[{}], "session_id":1 , "turn_type":"x" }                | {"model":"m","messages":[{}] }
        {"turn_type":"x","session_done":true,"model":"m","session_id":"s","messages":[{}],"agent_id":"a"} | {"model":"m","messages":[{}]}
        {"model":"m","messages":[{}],"agent_id":"a","x":1e999,"session_id":{"a":[]}}    | {"model":"m","messages":[{}],"x":1e999}
        """)
    void what_is_said_to_molt_is_not_for_the_upstream(String body, String expected) throws BadRequest {
        assertThat(edited(Dialect.CHAT, body, "", false, "")).isEqualTo(expected);
    }
}
