package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.proxy.message.JsonText;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesHistoryTest {

    @Test
    void a_string_is_one_user_message() throws IOException {
        assertThat(of("\"hi\"")).containsExactly("{\"role\":\"user\",\"content\":\"hi\"}");
    }

    /** As Codex sends it; namespace tools as it declares them. */
    @Test
    void what_a_model_gave_out_in_one_answer_is_one_message() throws IOException {
        List<String> messages = of(
                """
                [{"type":"message","id":"msg_1","role":"developer","content":[{"type":"input_text","text":"rules"}]},
                 {"type":"message","id":"msg_2","role":"user","content":[{"type":"input_text","text":"look"}]},
                 {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"content":null,
                  "encrypted_content":"gAAA"},
                 {"type":"message","status":"completed","id":"msg_3","role":"assistant",
                  "content":[{"type":"output_text","text":"Let me look.","annotations":[],"logprobs":[]}]},
                 {"type":"function_call","id":"fc_1","name":"spawn","namespace":"agents","arguments":"{}","call_id":"c1"},
                 {"type":"custom_tool_call","id":"ctc_1","name":"patch","input":"*** Begin","call_id":"c2"},
                 {"type":"web_search_call","id":"ws_1","status":"completed"},
                 {"type":"function_call_output","id":"fco_1","call_id":"c1","output":"ok"},
                 {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"done"}]}]""");

        assertThat(messages)
                .containsExactly(
                        "{\"role\":\"system\",\"content\":\"rules\"}",
                        "{\"role\":\"user\",\"content\":\"look\"}",
                        "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Let me look.\"},"
                                + "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}],"
                                + "\"reasoning_content\":\"hm\",\"tool_calls\":["
                                + "{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"agents__spawn\",\"arguments\":\"{}\"}},"
                                + "{\"id\":\"c2\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"patch\",\"arguments\":\"{\\\"input\\\":\\\"*** Begin\\\"}\"}}]}",
                        "{\"role\":\"tool\",\"content\":\"ok\",\"tool_call_id\":\"c1\"}",
                        "{\"role\":\"tool\",\"content\":\"done\",\"tool_call_id\":\"c2\"}");
    }

    /** OpenCode and OpenClaw drop ids, status, annotations and the type of messages. */
    @Test
    void items_without_type_are_messages() throws IOException {
        assertThat(of("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"u\"}]}]"))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"a\"}",
                        "{\"role\":\"assistant\",\"content\":\"b\"}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"u\"}]}");
    }

    @Test
    void nothing_of_an_unknown_kind_is_lost() throws IOException {
        assertThat(of("[{\"type\":\"compaction\",\"encrypted_content\":\"x\"},"
                        + "{\"type\":\"computer_call_output\",\"call_id\":\"c\",\"output\":{\"type\":\"computer_screenshot\"}},"
                        + "7]"))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":[{\"type\":\"compaction\",\"encrypted_content\":\"x\"}]}",
                        "{\"role\":\"tool\",\"content\":[{\"type\":\"computer_screenshot\"}],\"tool_call_id\":\"c\"}",
                        "{\"role\":\"user\",\"content\":[7]}");
        assertThat(of("{}")).isEmpty();
    }

    @Test
    void a_tools_flat_name_never_grows_too_long() {
        String name = ToolName.flat("n".repeat(40), "t".repeat(40));

        assertThat(ToolName.flat("", "spawn")).isEqualTo("spawn");
        assertThat(name).hasSize(64).startsWith("n".repeat(40) + "__ttt");
        assertThat(name).isNotEqualTo(ToolName.flat("n".repeat(40), "t".repeat(41)));
    }

    private static List<String> of(String input) throws IOException {
        return ResponsesHistory.of(JsonText.parse(input)).stream()
                .map(JsonText::write)
                .toList();
    }
}
