package io.molt.proxy.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.molt.proxy.message.JsonText;
import io.molt.proxy.message.Message;
import java.io.IOException;
import java.util.List;

/** Every build replays the inputs beside this class; with JAZZER_FUZZ=1 the same test searches for new ones. */
class DialectFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void any_lines_of_json_are_history_and_an_answer(byte[] bytes) {
        MessagesReply message = new MessagesReply();
        ResponsesReply response = new ResponsesReply();

        for (JsonNode json : lines(bytes)) {
            MessagesHistory.of(json).forEach(DialectFuzzTest::canBeRecorded);
            MessagesHistory.system(json).ifPresent(DialectFuzzTest::canBeRecorded);
            ResponsesHistory.of(json).forEach(DialectFuzzTest::canBeRecorded);
            ResponsesHistory.system(json).ifPresent(DialectFuzzTest::canBeRecorded);
            message.read(json);
            response.read(json);
        }

        canBeRecorded(message.message());
        canBeRecorded(response.message());
        assertThat(message.finishReason() + message.id() + message.error()).isNotNull();
        assertThat(response.finishReason() + response.id() + response.error()).isNotNull();
    }

    private static List<JsonNode> lines(byte[] bytes) {
        return new String(bytes, UTF_8)
                .lines()
                .flatMap(line -> {
                    try {
                        return List.of(JsonText.parse(line)).stream();
                    } catch (IOException noJson) {
                        return List.<JsonNode>of().stream();
                    }
                })
                .toList();
    }

    private static void canBeRecorded(JsonNode message) {
        assertThat(Message.of(message).context().matchHash()).hasSize(32);
    }
}
