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

class MessagesToChatTest {

    @Test
    void a_conversation_with_tools_thinking_and_images() throws Exception {
        String chat = chat(
                """
                {"model":"m","max_tokens":100,"temperature":0.50,"top_p":0.9,"stop_sequences":["END"],"stream":true,
                 "system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}],
                 "thinking":{"type":"adaptive"},"context_management":{"edits":[]},"metadata":{"user_id":"u"},
                 "tools":[{"name":"ls","description":"d","input_schema":{"type":"object"},"defer_loading":true},
                          {"type":"web_search_20250305","name":"web_search"}],
                 "tool_choice":{"type":"any","disable_parallel_tool_use":true},
                 "messages":[
                   {"role":"user","content":"look"},
                   {"role":"system","content":"env"},
                   {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},
                     {"type":"tool_use","id":"t1","name":"ls","input":{"b":1,"a":2}},
                     {"type":"tool_use","id":"t2","name":"ls","input":{}}]},
                   {"role":"user","content":[
                     {"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"a"},
                       {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAA"}}]},
                     {"type":"tool_result","tool_use_id":"t2","content":"no such file","is_error":true},
                     {"type":"text","text":"and this?"},
                     {"type":"image","source":{"type":"url","url":"http://x/y.png"}}]}]}""");

        assertThat(chat)
                .isEqualTo(
                        """
                {"model":"m","messages":[{"role":"system","content":"Be kind."},\
                {"role":"user","content":"look"},\
                {"role":"system","content":"env"},\
                {"role":"assistant","content":null,"tool_calls":[\
                {"id":"t1","type":"function","function":{"name":"ls","arguments":"{\\"b\\":1,\\"a\\":2}"}},\
                {"id":"t2","type":"function","function":{"name":"ls","arguments":"{}"}}]},\
                {"role":"tool","tool_call_id":"t1","content":"a"},\
                {"role":"tool","tool_call_id":"t2","content":"Error: no such file"},\
                {"role":"user","content":[{"type":"text","text":"Result of tool call t1:"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAA"}}]},\
                {"role":"user","content":[{"type":"text","text":"and this?"},\
                {"type":"image_url","image_url":{"url":"http://x/y.png"}}]}],\
                "max_tokens":100,"temperature":0.50,"top_p":0.9,"stop":["END"],\
                "tools":[{"type":"function","function":{"name":"ls","description":"d","parameters":{"type":"object"}}}],\
                "tool_choice":"required","parallel_tool_calls":false,\
                "stream":true,"stream_options":{"include_usage":true}}""");
    }

    @Test
    void a_schema_for_the_answer() throws Exception {
        assertThat(chat("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"output_config\":{\"effort\":\"low\","
                        + "\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}}"))
                .endsWith("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                        + "{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}}}");
    }

    @Test
    void a_tool_may_be_demanded_only_if_the_upstream_gets_it() throws Exception {
        String tools = "\"tools\":[{\"name\":\"ls\"}],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

        assertThat(chat("{\"tool_choice\":{\"type\":\"tool\",\"name\":\"ls\"}," + tools + "}"))
                .contains("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"ls\"}}")
                .contains("\"parameters\":{\"type\":\"object\",\"properties\":{}}");
        assertThatThrownBy(() -> chat("{\"tool_choice\":{\"type\":\"tool\",\"name\":\"rm\"}," + tools + "}"))
                .isInstanceOfSatisfying(
                        BadRequest.class, e -> assertThat(e.field()).isEqualTo("tool_choice"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        thread                | {"thread":{"type":"continue","previous_message_id":"msg_1"},"messages":[{"role":"user","content":"a"}]}
        messages              | {"messages":[]}
        messages              | {}
        messages[0].content   | {"messages":[{"role":"user","content":[{"type":"container_upload","file_id":"f"}]}]}
        messages[0].content   | {"messages":[{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}]}
        messages[0].content   | {"messages":[{"role":"tool","content":"a"}]}
        messages[1].content   | {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}
        messages[0].content   | {"messages":[{"role":"assistant","content":[{"type":"code_execution_tool_result"}]},{"role":"user","content":"a"}]}
        tools[1].type         | {"tools":[{"name":"a"},{"type":"bash_20250124","name":"bash"}],"messages":[{"role":"user","content":"a"}]}
        tool_choice           | {"tool_choice":{"type":"any"},"messages":[{"role":"user","content":"a"}]}
        output_config         | {"output_config":{"format":{"type":"grammar"}},"messages":[{"role":"user","content":"a"}]}
        """)
    void what_would_change_its_meaning_is_refused(String field, String request) {
        assertThatThrownBy(() -> chat(request)).isInstanceOfSatisfying(BadRequest.class, e -> assertThat(e.field())
                .isEqualTo(field));
    }

    private static String chat(String request) throws IOException, BadRequest {
        return JsonText.write(MessagesToChat.request((ObjectNode) JsonText.parse(request)));
    }
}
