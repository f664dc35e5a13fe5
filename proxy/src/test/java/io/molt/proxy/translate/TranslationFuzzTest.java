package io.molt.proxy.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.molt.proxy.dialect.Dialect;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.request.BadRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class TranslationFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_request_is_translated_or_refused_and_any_answer_to_it_is_told(byte[] bytes) {
        List<JsonNode> lines = lines(bytes);
        for (JsonNode request : lines) {
            for (Dialect client : List.of(Dialect.MESSAGES, Dialect.RESPONSES)) {
                if (request instanceof ObjectNode object) {
                    tell(client, object, lines);
                }
            }
        }
    }

    private static void tell(Dialect client, ObjectNode request, List<JsonNode> lines) {
        try {
            Translation translation = Translation.of(client, request);
            assertThat(translation.request().path("messages")).isNotEmpty();
            lines.forEach(chunk -> translation.answer().event(chunk).forEach(TranslationFuzzTest::isEvent));
            translation.answer().done().forEach(TranslationFuzzTest::isEvent);
            for (JsonNode answer : lines) {
                AnswerTranslation whole = Translation.of(client, request).answer();
                assertThat(whole.error(500, JsonText.bytes(answer))).isNotEmpty();
                assertThat(whole.whole(answer)).isNotEmpty();
            }
        } catch (BadRequest e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void isEvent(byte[] event) {
        String text = new String(event, UTF_8);
        assertThat(text).startsWith("event: ").contains("\ndata: {").endsWith("}\n\n");
        assertThat(text.lines()).hasSize(3);
    }

    private static List<JsonNode> lines(byte[] bytes) {
        return new String(bytes, UTF_8)
                .lines()
                .flatMap(line -> {
                    try {
                        return Stream.of(JsonText.parse(line));
                    } catch (IOException noJson) {
                        return Stream.empty();
                    }
                })
                .toList();
    }
}
