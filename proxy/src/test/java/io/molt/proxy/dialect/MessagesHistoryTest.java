package io.molt.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.MessageHashes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesHistoryTest {

    @Test
    void tool_results_come_first_and_then_what_the_user_says() throws IOException {
        List<String> messages = of(
                """
                {"role":"user","content":[
                  {"type":"tool_result","tool_use_id":"toolu_1","content":"a.txt"},
                  {"type":"text","text":"and now?"},
                  {"type":"tool_result","tool_use_id":"toolu_2","is_error":true,
                   "content":[{"type":"text","text":"no"},{"type":"image","source":{"type":"url","url":"u"}}]}]}""");

        assertThat(messages)
                .containsExactly(
                        "{\"role\":\"tool\",\"content\":\"a.txt\",\"tool_call_id\":\"toolu_1\"}",
                        "{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"no\"},"
                                + "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"u\"}}],"
                                + "\"tool_call_id\":\"toolu_2\",\"is_error\":true}",
                        "{\"role\":\"user\",\"content\":\"and now?\"}");
    }

    @Test
    void an_assistants_blocks_are_one_message_and_unknown_ones_stay() throws IOException {
        List<String> messages = of(
                """
                {"role":"assistant","content":[
                  {"type":"thinking","thinking":"hm","signature":"s"},
                  {"type":"text","text":"Let me "},{"type":"text","text":"look."},
                  {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{}},
                  {"type":"tool_use","id":"toolu_1","name":"ls","input":{"z":1,"a":1.50}},
                  {"type":"tool_use","id":"toolu_2","name":"pwd"}]}""");

        assertThat(messages)
                .containsExactly("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Let me look.\"},"
                        + "{\"type\":\"server_tool_use\",\"id\":\"srv_1\",\"name\":\"web_search\",\"input\":{}}],"
                        + "\"reasoning_content\":\"hm\",\"tool_calls\":["
                        + "{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"ls\",\"arguments\":\"{\\\"z\\\":1,\\\"a\\\":1.50}\"}},"
                        + "{\"id\":\"toolu_2\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"pwd\",\"arguments\":\"{}\"}}]}");
    }

    @Test
    void a_system_message_in_the_middle_stays_one() throws IOException {
        assertThat(of("{\"role\":\"system\",\"content\":\"be kind\",\"output_config\":{\"effort\":\"medium\"}}"))
                .containsExactly("{\"role\":\"system\",\"content\":\"be kind\"}");
    }

    @Test
    void a_message_that_says_nothing_is_still_a_message() throws IOException {
        assertThat(of("{\"role\":\"user\",\"content\":[]}")).containsExactly("{\"role\":\"user\",\"content\":\"\"}");
        assertThat(of("{\"role\":\"user\"}")).containsExactly("{\"role\":\"user\",\"content\":\"\"}");
        assertThat(of("{\"role\":\"assistant\",\"content\":[]}"))
                .containsExactly("{\"role\":\"assistant\",\"content\":\"\"}");
    }

    @Test
    void claude_codes_billing_line_and_moving_cache_marks_do_not_change_its_system_prompt() throws IOException {
        JsonNode first = JsonText.parse(
                """
                [{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.329.a1f; cc_entrypoint=sdk-cli;"},
                 {"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}]""");
        JsonNode later = JsonText.parse(
                """
                [{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.329.07c; cc_entrypoint=sdk-cli;"},
                 {"type":"text","text":"You are an agent."}]""");

        JsonNode prompt = MessagesHistory.system(first).orElseThrow();

        assertThat(JsonText.write(prompt)).isEqualTo("{\"role\":\"system\",\"content\":\"You are an agent.\"}");
        assertThat(MessageHashes.bodyHash(MessagesHistory.system(later).orElseThrow()))
                .isEqualTo(MessageHashes.bodyHash(prompt));
        assertThat(MessagesHistory.system(JsonText.parse("\"\""))).isEmpty();
        assertThat(MessagesHistory.system(JsonText.parse("[]"))).isEmpty();
    }

    /** Claude Code, OpenClaw and OpenCode mark the newest message, and write its text down as a list then. */
    @Test
    void a_message_keeps_both_hashes_when_the_cache_mark_moves_on() throws IOException {
        List<String> newest = of(
                """
                {"role":"user","content":[
                  {"tool_use_id":"toolu_1","type":"tool_result","content":"x","cache_control":{"type":"ephemeral"}},
                  {"type":"text","text":"go on","cache_control":{"type":"ephemeral"}}]}""");
        List<String> older = of(
                """
                {"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result",
                  "content":[{"type":"text","text":"x"}]},{"type":"text","text":"go on"}]}""");

        assertThat(older).isEqualTo(newest);
        assertThat(of("{\"role\":\"user\",\"content\":\"go on\"}")).containsExactly(newest.get(1));
    }

    private static List<String> of(String message) throws IOException {
        return MessagesHistory.of(JsonText.parse(message)).stream()
                .map(JsonText::write)
                .toList();
    }
}
