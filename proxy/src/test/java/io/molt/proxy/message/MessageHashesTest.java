package io.molt.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients do to their history, as observed; see reference/clients.md. */
class MessageHashesTest {

    private static final String CHANGES =
            """
            a string becomes a list of one text part
            {"role":"user","content":"hi"}
            {"role":"user","content":[{"type":"text","text":"hi"}]}
            the cache mark moves to the newest message
            {"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}
            {"role":"user","content":"hi"}
            tool call ids lose their underscore
            {"role":"assistant","content":"","tool_calls":[{"id":"call_1","type":"function","function":{"name":"ls","arguments":"{}"}}]}
            {"role":"assistant","content":"","tool_calls":[{"id":"call1","type":"function","function":{"name":"ls","arguments":"{}"}}]}
            the id of a tool result follows
            {"role":"tool","tool_call_id":"call_1","content":"a.txt"}
            {"role":"tool","tool_call_id":"call1","content":"a.txt"}
            tool arguments are written again
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":"{\\"a\\": 1, \\"b\\": [2]}"}}]}
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":"{\\"b\\":[2],\\"a\\":1}"}}]}
            numbers in tool arguments lose needless digits
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":"{\\"a\\":1.0,\\"b\\":[1e3,-0.0,12345678901234567890]}"}}]}
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":"{\\"a\\":1,\\"b\\":[1000,0,12345678901234567000]}"}}]}
            no tool arguments become an empty object
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":""}}]}
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":"{}"}}]}
            an empty content becomes null
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"ls","arguments":""}}]}
            {"role":"assistant","content":null,"tool_calls":[{"index":0,"function":{"name":"ls","arguments":""}}]}
            an empty content is left out
            {"role":"assistant","content":"","refusal":null}
            {"role":"assistant"}
            reasoning is dropped from the history
            {"role":"assistant","content":"yes","reasoning_content":"let me think"}
            {"role":"assistant","content":"yes"}
            thinking parts are dropped from the history
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"yes"}]}
            {"role":"assistant","content":"yes"}
            blanks at the end are trimmed
            {"role":"assistant","content":"yes\\n "}
            {"role":"assistant","content":"yes"}
            a message gets an id and a name
            {"role":"assistant","content":"yes","id":"msg_1","name":"bot"}
            {"role":"assistant","content":"yes"}
            keys come in another order
            {"content":"yes","role":"assistant"}
            {"role":"assistant","content":"yes"}
            annotations are dropped
            {"role":"assistant","content":[{"type":"text","text":"yes","annotations":[]}]}
            {"role":"assistant","content":"yes"}
            """;

    /** Three lines each: what changes, before, after. */
    static Stream<Arguments> changes() {
        List<String> lines = CHANGES.lines().toList();
        return IntStream.range(0, lines.size() / 3)
                .mapToObj(n -> Arguments.of(lines.get(3 * n), lines.get(3 * n + 1), lines.get(3 * n + 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void a_message_is_known_again_though(String change, String before, String after) throws IOException {
        assertThat(MessageHashes.matchHash(json(after))).isEqualTo(MessageHashes.matchHash(json(before)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        the role   | {"role":"user","content":"a"} | {"role":"assistant","content":"a"}
        the text   | {"role":"user","content":"a"} | {"role":"user","content":"b"}
        the tool   | {"role":"assistant","tool_calls":[{"function":{"name":"a"}}]} | {"role":"assistant","tool_calls":[{"function":{"name":"b"}}]}
        an argument | {"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":"{\\"x\\":1}"}}]} | {"role":"assistant","tool_calls":[{"function":{"name":"a","arguments":"{\\"x\\":2}"}}]}
        an image   | {"role":"user","content":[{"type":"image_url","image_url":{"url":"a"}}]} | {"role":"user","content":[{"type":"image_url","image_url":{"url":"b"}}]}
        """)
    void messages_are_told_apart_by(String difference, String one, String other) throws IOException {
        assertThat(MessageHashes.matchHash(json(one))).isNotEqualTo(MessageHashes.matchHash(json(other)));
    }

    @Test
    void the_body_hash_tells_apart_what_the_match_hash_does_not() throws IOException {
        JsonNode text = json("{\"role\":\"user\",\"content\":\"hi\"}");
        JsonNode blank = json("{\"role\":\"user\",\"content\":\"hi \"}");

        assertThat(MessageHashes.bodyHash(text))
                .isNotEqualTo(MessageHashes.bodyHash(blank))
                .hasSize(32);
        assertThat(MessageHashes.matchHash(text))
                .isEqualTo(MessageHashes.matchHash(blank))
                .hasSize(32);
    }

    @Test
    void openclaws_passing_note_takes_no_part_in_finding_a_conversation_again() throws IOException {
        JsonNode note = json("{\"role\":\"user\",\"content\":\"<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\\nx\"}");

        assertThat(Message.of(note).context().role()).isEqualTo("system");
        assertThat(Message.of(note).body().orElseThrow().role()).isEqualTo("user");
    }

    @Test
    void the_json_is_kept_only_where_role_and_text_do_not_say_everything() throws IOException {
        assertThat(Message.of(json("{\"role\":\"user\",\"content\":\"hi\"}"))
                        .body()
                        .orElseThrow()
                        .json())
                .isEmpty();
        assertThat(Message.of(json("{\"role\":\"tool\",\"content\":\"hi\",\"tool_call_id\":\"c\"}"))
                        .body()
                        .orElseThrow()
                        .json())
                .isEqualTo("{\"role\":\"tool\",\"content\":\"hi\",\"tool_call_id\":\"c\"}");
    }

    @Test
    void of_a_huge_body_head_and_tail_are_kept() throws IOException {
        String text = "a".repeat(Message.LONGEST_BODY) + "z";

        Message message = Message.of(JsonText.object().put("role", "user").put("content", text));

        assertThat(message.body().orElseThrow().text())
                .startsWith("aaa")
                .endsWith("az")
                .hasSizeLessThan(200_000);
        assertThat(message.body().orElseThrow().json()).isEqualTo("{\"truncated\":true,\"chars\":5000029}");
        String longest = text.substring(1);
        assertThat(Message.of(JsonText.object().put("role", "user").put("content", longest))
                        .body()
                        .orElseThrow()
                        .text())
                .isEqualTo(longest);
    }

    @Test
    void a_value_is_named_by_its_text_whatever_it_says() throws IOException {
        for (String text : List.of("", "é日本\ud83d\ude00", "half \ud83d a pair", "long \ud83d\ude00".repeat(5_000))) {
            JsonNode message = JsonText.object().put("role", "user").put("content", text);

            assertThat(Sha256.of(message)).isEqualTo(Sha256.of(JsonText.write(message)));
        }
    }

    private static JsonNode json(String json) throws IOException {
        return JsonText.parse(json);
    }
}
