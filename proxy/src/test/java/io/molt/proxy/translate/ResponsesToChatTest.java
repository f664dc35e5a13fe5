package io.molt.proxy.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesToChatTest {

    /** As Codex declares its tools. */
    private static final String TOOLS =
            """
            "tools":[{"type":"function","name":"exec","description":"run","strict":false,"parameters":{"type":"object"}},
              {"type":"namespace","name":"agents","description":"n","tools":[{"type":"function","name":"spawn","strict":true,"parameters":{"type":"object"}}]},
              {"type":"custom","name":"patch","description":"edit","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},
              {"type":"web_search","external_web_access":false}]""";

    @Test
    void a_conversation_with_nested_and_custom_tools() throws Exception {
        String chat = chat(
                """
                {"model":"m","instructions":"Be kind.","max_output_tokens":100,"temperature":0.50,"stream":true,
                 "store":false,"include":["reasoning.encrypted_content"],"reasoning":{"effort":"high"},
                 "parallel_tool_calls":true,"tool_choice":"auto",
                 "input":[
                   {"type":"message","role":"developer","content":[{"type":"input_text","text":"rules"}]},
                   {"role":"user","content":[{"type":"input_text","text":"look"},
                     {"type":"input_image","image_url":"data:image/png;base64,AAA","detail":"low"}]},
                   {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"x"},
                   {"type":"function_call","call_id":"c1","namespace":"agents","name":"spawn","arguments":"{}"},
                   {"type":"custom_tool_call","call_id":"c2","name":"patch","input":"*** Begin"},
                   {"type":"web_search_call","id":"ws_1","status":"completed"},
                   {"type":"function_call_output","call_id":"c1","output":"ok"},
                   {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"done"}]}],
                """
                        + TOOLS + "}");

        assertThat(chat)
                .isEqualTo(
                        """
                {"model":"m","messages":[{"role":"system","content":"Be kind."},\
                {"role":"system","content":"rules"},\
                {"role":"user","content":[{"type":"text","text":"look"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAA","detail":"low"}}]},\
                {"role":"assistant","content":null,"tool_calls":[\
                {"id":"c1","type":"function","function":{"name":"agents__spawn","arguments":"{}"}},\
                {"id":"c2","type":"function","function":{"name":"patch","arguments":"{\\"input\\":\\"*** Begin\\"}"}}]},\
                {"role":"tool","tool_call_id":"c1","content":"ok"},\
                {"role":"tool","tool_call_id":"c2","content":"done"}],\
                "max_tokens":100,"temperature":0.50,\
                "tools":[{"type":"function","function":{"name":"exec","description":"run","parameters":{"type":"object"}}},\
                {"type":"function","function":{"name":"agents__spawn","parameters":{"type":"object"},"strict":true}},\
                {"type":"function","function":{"name":"patch",\
                "description":"edit\\n\\nThe input must follow this lark grammar:\\nstart: x",\
                "parameters":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],\
                "additionalProperties":false}}}],\
                "tool_choice":"auto","parallel_tool_calls":true,\
                "stream":true,"stream_options":{"include_usage":true}}""");
    }

    @Test
    void only_the_allowed_tools_reach_the_upstream() throws Exception {
        String chat = chat("{\"input\":\"hi\",\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\","
                + "\"tools\":[{\"type\":\"function\",\"name\":\"exec\"}]}," + TOOLS + "}");

        assertThat(chat)
                .contains("\"tool_choice\":\"required\"")
                .contains("exec")
                .doesNotContain("spawn", "patch");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {"type":"json_object"} | {"type":"json_object"}
        {"type":"json_schema","name":"n","strict":true,"schema":{}} | {"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{}}}
        """)
    void a_format_for_the_answer(String given, String expected) throws Exception {
        assertThat(chat("{\"input\":\"hi\",\"text\":{\"verbosity\":\"low\",\"format\":" + given + "}}"))
                .isEqualTo(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"response_format\":" + expected + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        previous_response_id | {"input":"hi","previous_response_id":"resp_1"}
        conversation         | {"input":"hi","conversation":"conv_1"}
        prompt               | {"input":"hi","prompt":{"id":"p"}}
        background           | {"input":"hi","background":true}
        input                | {}
        input                | {"input":[{"type":"item_reference","id":"msg_1"}]}
        input                | {"input":[{"type":"compaction","encrypted_content":"x"}]}
        input                | {"input":[{"type":"image_generation_call","result":"x"}]}
        input                | {"input":[{"role":"user","content":[{"type":"input_image","file_id":"f"}]}]}
        input                | {"input":[{"role":"critic","content":"a"}]}
        tools[0].type        | {"input":"hi","tools":[{"type":"local_shell"}]}
        tools[0].tools[1].name | {"input":"hi","tools":[{"type":"namespace","name":"a","tools":[{"type":"function","name":"b"},{"type":"custom","name":"b"}]}]}
        tool_choice          | {"input":"hi","tool_choice":"required"}
        tool_choice          | {"input":"hi","tool_choice":{"type":"web_search"},"tools":[{"type":"web_search"}]}
        text                 | {"input":"hi","text":{"format":{"type":"grammar"}}}
        """)
    void what_would_change_its_meaning_is_refused(String field, String request) {
        assertThatThrownBy(() -> chat(request)).isInstanceOfSatisfying(BadRequest.class, e -> assertThat(e.field())
                .isEqualTo(field));
    }

    @Test
    void a_previous_response_is_not_found_by_the_code_that_clients_know() {
        assertThatThrownBy(() -> chat("{\"input\":\"hi\",\"previous_response_id\":\"resp_1\"}"))
                .isInstanceOfSatisfying(
                        BadRequest.class, e -> assertThat(e.code()).isEqualTo("previous_response_not_found"));
    }

    private static String chat(String request) throws IOException, BadRequest {
        return JsonText.write(ResponsesToChat.request((ObjectNode) JsonText.parse(request)));
    }
}
